"""Small invented documents for the tests of zones, outline, sections and facts."""

from __future__ import annotations

from extract.assemble import RawCell, RawLine, RawParagraph, RawTable, assemble
from extract.model import Document, Format, Origin, Page


def make_document(text: str, *, recognised: bool = False, source: str = "van-ban.txt") -> Document:
    """A document of one paragraph a line; ` / ` inside a line breaks it into physical lines; `| a | b`
    is a table row.
    """
    blocks: list[RawParagraph | RawTable] = []
    for line in text.strip("\n").split("\n"):
        if line.startswith("|"):
            cells = tuple(
                RawCell(0, column, (RawParagraph((RawLine(cell.strip()),)),))
                for column, cell in enumerate(line.strip("|").split("|"))
            )
            blocks.append(RawTable(cells))
        elif line.strip():
            blocks.append(RawParagraph(tuple(RawLine(part) for part in line.split(" // "))))
    pages = (Page(1, origin=Origin.OCR if recognised else Origin.TEXT),)
    return assemble(source, Format.TEXT, "0" * 64, blocks, pages)


PLAN = """
UBND TỈNH HÀ GIANG
SỞ Y TẾ
Số: 45/KH-SYT
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hà Giang, ngày 05 tháng 3 năm 2024
KẾ HOẠCH
Tăng cường công tác y tế cơ sở // trên địa bàn tỉnh năm 2024
Căn cứ Quyết định số 12/QĐ-UBND ngày 04/01/2024 của Ủy ban nhân dân tỉnh;
Sở Y tế ban hành Kế hoạch như sau:
I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
Nâng cao chất lượng khám, chữa bệnh.
2. Yêu cầu
- Bảo đảm đúng tiến độ.
II. NHIỆM VỤ VÀ GIẢI PHÁP
1. Rà soát trang thiết bị của các trạm y tế
- Chỉ đạo thực hiện: Giám đốc Sở.
- Đơn vị chủ trì: Phòng Kế hoạch - Tài chính.
2. Đào tạo nhân lực
2.1. Mở lớp bồi dưỡng cho y sĩ
- Đơn vị chủ trì: Phòng Tổ chức cán bộ.
2.2. Cử bác sĩ luân phiên về xã.
3. Thời gian: Từ tháng 3 đến tháng 12 năm 2024
III. TỔ CHỨC THỰC HIỆN
1. Văn phòng Sở
Theo dõi, đôn đốc việc thực hiện Kế hoạch.
2. Các đơn vị trực thuộc có trách nhiệm triển khai Kế hoạch này, báo cáo về Sở trước ngày 20/12/2024.
Trong quá trình thực hiện, nếu có vướng mắc, các đơn vị báo cáo về Sở Y tế để giải quyết./.
Nơi nhận:
- UBND tỉnh (báo cáo);
- Các đơn vị trực thuộc (t/h);
- Lưu: VT, KHTC.
KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC
(Đã ký)
Trần Thị Bích Ngọc
PHỤ LỤC
DANH MỤC NHIỆM VỤ NĂM 2024
(Kèm theo Kế hoạch số 45/KH-SYT ngày 05/3/2024 của Sở Y tế)
| TT | Nhiệm vụ | Đơn vị chủ trì
| 1 | Lập danh sách trạm y tế | Văn phòng Sở
"""

DECISION = """
BỘ TÀI CHÍNH
Số: 108/2024/QĐ-BTC
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hà Nội, ngày 14 tháng 5 năm 2024
QUYẾT ĐỊNH
Ban hành Quy chế quản lý tài liệu
BỘ TRƯỞNG BỘ TÀI CHÍNH
Căn cứ Luật Lưu trữ ngày 11 tháng 11 năm 2011;
Theo đề nghị của Chánh Văn phòng Bộ.
QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Quy chế quản lý tài liệu.
Điều 2. Hiệu lực thi hành
1. Quyết định này có hiệu lực từ ngày ký.
2. Bãi bỏ Quyết định số 90/QĐ-BTC ngày 02/02/2015.
Điều 3. Chánh Văn phòng, Thủ trưởng các đơn vị chịu trách nhiệm thi hành Quyết định này./.
Nơi nhận:
- Như Điều 3;
- Lưu: VT, VP.
KT. BỘ TRƯỞNG
THỨ TRƯỞNG
Lê Văn Hải
BỘ TÀI CHÍNH
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
QUY CHẾ
Quản lý tài liệu
(Ban hành kèm theo Quyết định số 108/2024/QĐ-BTC ngày 14/5/2024)
Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
Quy chế này quy định việc quản lý tài liệu.
Điều 2. Trách nhiệm của các đơn vị
1. Văn phòng Bộ
a) Hướng dẫn nghiệp vụ;
b) Kiểm tra định kỳ.
2. Các đơn vị thực hiện đúng Quy chế này.
"""

LETTER = """
VĂN PHÒNG CHÍNH PHỦ
Số: 512/VPCP-KGVX
V/v nghỉ lễ năm 2024
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hà Nội, ngày 20 tháng 01 năm 2024
Kính gửi:
- Bộ Nội vụ;
- Bộ Công an (để thực hiện).
Xét đề nghị của Bộ Nội vụ tại văn bản số 33/BNV-CCVC ngày 15/01/2024, Thủ tướng Chính phủ có ý kiến như sau:
1. Đồng ý với đề nghị của Bộ Nội vụ.
Văn phòng Chính phủ thông báo để các cơ quan biết, thực hiện./.
Nơi nhận: KT. BỘ TRƯỞNG, CHỦ NHIỆM
- Như trên;
- Lưu: VT, KGVX (2).
PHÓ CHỦ NHIỆM
Phạm Hồng Sơn
"""

PARTY = """
TỈNH ỦY BẾN TRE
*
Số     -NQ/TU
ĐẢNG CỘNG SẢN VIỆT NAM
Bến Tre, ngày    tháng 4 năm 2025
NGHỊ QUYẾT
về chuyển đổi số trong Đảng bộ tỉnh
-----
- Căn cứ Điều lệ Đảng Cộng sản Việt Nam;
I- MỤC TIÊU
1. Đến năm 2026, số hóa toàn bộ hồ sơ đảng viên.
II- TỔ CHỨC THỰC HIỆN
1. Ban Tổ chức Tỉnh ủy tham mưu xây dựng kế hoạch.
Nơi nhận:
- Các huyện ủy,
- Lưu Văn phòng Tỉnh ủy.
T/M BAN THƯỜNG VỤ
BÍ THƯ
Hồ Thị Hoàng Yến
"""
