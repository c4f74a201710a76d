"""Tasks in the forms in which plans, decisions, directives and notices give them."""

from __future__ import annotations

from datetime import date

import pytest
from made_documents import make_document, make_plan

from normalize.model import DeadlineKind, Task
from normalize.record import read_record


def tasks_of(body: str, *tables: list[list[str]], kind: str = "KẾ HOẠCH", symbol: str = "KH-UBND") -> tuple[Task, ...]:
    return read_record(make_document(make_plan(body, kind=kind, symbol=symbol), tables)).tasks


def names(task: Task) -> tuple[list[str], list[str]]:
    return [unit.name for unit in task.leads], [unit.name for unit in task.coordinators]


def test_item_with_labelled_bullets() -> None:
    (task,) = tasks_of(
        """II. NHIỆM VỤ VÀ GIẢI PHÁP
1. Xây dựng cơ sở dữ liệu dùng chung của tỉnh.
- Chỉ đạo thực hiện: Đồng chí Trần Văn Bình - Phó Giám đốc Sở.
- Đơn vị chủ trì: Sở Khoa học và Công nghệ.
- Đơn vị phối hợp: Sở Tài chính; các sở, ban, ngành.
- Thời gian hoàn thành: Quý III/2025.
- Sản phẩm: Cơ sở dữ liệu được đưa vào vận hành."""
    )
    assert task.label == "II.1"
    assert task.content == "Xây dựng cơ sở dữ liệu dùng chung của tỉnh."
    assert names(task) == (["Sở Khoa học và Công nghệ"], ["Sở Tài chính", "các sở, ban, ngành"])
    assert [(p.name, p.title) for p in task.directors] == [("Trần Văn Bình", "Phó Giám đốc Sở")]
    assert task.deadlines[0].kind is DeadlineKind.BY and task.deadlines[0].end == date(2025, 9, 30)
    assert task.product is not None and task.product.value.startswith("Cơ sở dữ liệu")


def test_table_with_groups_and_merged_cells() -> None:
    table = [
        ["TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành"],
        ["I", "Hạ tầng", "", "", ""],
        ["1", "Nâng cấp mạng truyền số liệu", "Sở Khoa học và Công nghệ", "Sở Tài chính", "12/2025"],
        ["2", "Mua sắm máy chủ", "Văn phòng UBND tỉnh", "", "Năm 2026"],
    ]
    first, second = tasks_of("PHỤ LỤC\nDANH MỤC NHIỆM VỤ\n{table}", table)
    assert names(first) == (["Sở Khoa học và Công nghệ"], ["Sở Tài chính"])
    assert first.deadlines[0].end == date(2025, 12, 31)
    assert second.content == "Mua sắm máy chủ"
    assert first.label.endswith("I.1") and second.label.endswith("I.2")


def test_table_of_figures_gives_no_tasks() -> None:
    table = [
        ["TT", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch 2025", "Cơ quan chủ trì"],
        ["1", "Tỷ lệ hộ", "%", "95", "Sở A"],
    ]
    assert tasks_of("I. CHỈ TIÊU\n{table}", table) == ()


def test_paragraphs_under_a_unit_heading_inherit_the_unit() -> None:
    tasks = tasks_of(
        """IV. TỔ CHỨC THỰC HIỆN
1. Sở Tài chính
a) Bố trí kinh phí thực hiện Kế hoạch này.
b) Phối hợp với Sở Nội vụ hướng dẫn quyết toán trước ngày 15 hàng tháng.
2. Đối với UBND các xã, phường
Tổ chức tuyên truyền đến người dân."""
    )
    assert [task.label for task in tasks] == ["IV.1.a", "IV.1.b", "IV.2"]
    assert names(tasks[0]) == (["Sở Tài chính"], [])
    assert names(tasks[1]) == (["Sở Tài chính"], ["Sở Nội vụ"])
    assert tasks[1].deadlines[0].rrule == "FREQ=MONTHLY;BYMONTHDAY=15"
    assert names(tasks[2]) == (["Ủy ban nhân dân các xã, phường"], [])
    assert tasks[0].reason is not None  # inherited, so it says so


def test_sentence_that_governs_a_list() -> None:
    tasks = tasks_of(
        """Để triển khai có hiệu quả, yêu cầu Sở Y tế tập trung thực hiện một số nhiệm vụ sau:
1. Tăng cường kiểm tra an toàn thực phẩm.
2. Giao Sở Công Thương chủ trì, phối hợp với Công an tỉnh kiểm soát thị trường, báo cáo trước ngày 30/6/2025.""",
        kind="THÔNG BÁO",
        symbol="TB-UBND",
    )
    assert names(tasks[0]) == (["Sở Y tế"], [])
    assert names(tasks[1]) == (["Sở Công Thương"], ["Công an tỉnh"])
    assert tasks[1].deadlines[0].end == date(2025, 6, 30)


@pytest.mark.parametrize(
    "body",
    [
        "I. MỤC ĐÍCH, YÊU CẦU\n1. Yêu cầu\n- Các sở, ban, ngành phối hợp chặt chẽ, bảo đảm tiến độ.",
        "Điều 3. Chánh Văn phòng UBND tỉnh, Giám đốc các Sở chịu trách nhiệm thi hành Quyết định này./.",
        "III. TỔ CHỨC THỰC HIỆN\n1. Các Sở chịu trách nhiệm thi hành Kế hoạch này bảo đảm công khai; không lãng phí.",
        "Điều 3. Nhiệm vụ và quyền hạn của Ban Chỉ đạo\n1. Yêu cầu các sở, ngành cung cấp thông tin về chuyển đổi số.",
        "Điều 4. Ban Chỉ đạo làm việc theo nguyên tắc tập trung dân chủ, đề cao trách nhiệm.",
        "I. THÀNH VIÊN\n1. Phó Trưởng ban:\n- Giám đốc Sở Y tế, Phó Trưởng ban thường trực;\n- Giám đốc Sở Nội vụ.",
        "III. TỔ CHỨC THỰC HIỆN\nTrong quá trình thực hiện, nếu có vướng mắc, các đơn vị báo cáo Sở Nội vụ.",
        "III. THÀNH VIÊN\n1. Ban tổ chức\n- Bà Nguyễn Thị Hoa - Phó Chủ tịch Hội;\n- Ông Lê Văn Nam - Ủy viên.",
    ],
)
def test_what_orders_nothing(body: str) -> None:
    assert tasks_of(body) == ()


def test_rules_give_tasks_only_by_an_express_order() -> None:
    tasks = tasks_of(
        """Điều 5. Trách nhiệm của các cơ quan
1. Sở Tư pháp thẩm định văn bản theo quy định.
2. Giao Sở Nội vụ chủ trì theo dõi việc thực hiện Quy chế này.""",
        kind="QUY CHẾ",
        symbol="QC-UBND",
    )
    assert [names(task)[0] for task in tasks] == [["Sở Nội vụ"]]


def test_requirements_stay_with_their_task() -> None:
    (task,) = tasks_of(
        """II. TỔ CHỨC THỰC HIỆN
1. Sở Xây dựng rà soát quy hoạch, trong đó lưu ý:
- Bảo đảm đồng bộ với quy hoạch tỉnh;
- Công khai cho người dân."""
    )
    assert task.content.endswith("Công khai cho người dân.")


def test_every_span_lies_in_the_text() -> None:
    document = make_document(
        make_plan("II. NHIỆM VỤ\n1. Giao Sở A chủ trì, phối hợp với Sở B lập báo cáo trước ngày 1/6/2025.")
    )
    for task in read_record(document).tasks:
        assert document.words(task.content_span)
        for unit in (*task.leads, *task.coordinators):
            assert unit.span is not None and document.words(unit.span) == unit.written
        for deadline in task.deadlines:
            assert deadline.span is not None and deadline.text in document.words(deadline.span)


def test_parent_and_the_document_that_assigns() -> None:
    (task,) = tasks_of(
        """II. NHIỆM VỤ
1. Chuyển đổi số
1.1. Giao Sở Nội vụ thực hiện các nhiệm vụ được giao tại Kế hoạch số 11/KH-UBND ngày 31/01/2025 của UBND tỉnh."""
    )
    assert task.parent is not None and task.parent.value == "Chuyển đổi số"
    assert task.assigned_by == ("11/KH-UBND",)


def test_an_order_given_by_a_named_unit() -> None:
    tasks = tasks_of(
        """Thực hiện Kế hoạch số 25/KH-UBND ngày 06/01/2025 của UBND tỉnh về tổ chức Hội thi.
Sở Nội vụ đề nghị các đơn vị trực thuộc đăng ký danh sách tham gia trước ngày 22/12/2025.""",
        kind="THÔNG BÁO",
        symbol="TB-SNV",
    )
    assert [names(task)[0] for task in tasks] == [["các đơn vị trực thuộc"]]
    assert tasks[0].deadlines[0].end == date(2025, 12, 22)


def test_bullets_after_an_order_with_parts_of_its_own() -> None:
    tasks = tasks_of(
        """III. TỔ CHỨC THỰC HIỆN
1. Sở Y tế
- Xây dựng kế hoạch đấu thầu trình UBND tỉnh phê duyệt, gồm:
+ Danh mục thuốc tập trung;
+ Danh mục thuốc cấp cơ sở.
- Thành lập Hội đồng đấu thầu."""
    )
    assert [task.content.split(",")[0] for task in tasks][-1] == "Thành lập Hội đồng đấu thầu."


def test_list_of_units_orders_nothing() -> None:
    body = "III. TỔ CHỨC THỰC HIỆN\n1. Công an tỉnh tuần tra, kiểm soát.\n- Thanh tra tỉnh;\n- UBND các xã, phường;"
    assert len(tasks_of(body)) == 1


def test_a_short_order_to_many_units_is_no_heading() -> None:
    (task,) = tasks_of(
        "III. TỔ CHỨC THỰC HIỆN\n1. Các sở, ban, ngành, UBND các huyện, thị xã, thành phố giám sát việc này."
    )
    assert names(task)[0] == ["Các sở, ban, ngành", "Ủy ban nhân dân các huyện, thị xã, thành phố"]


def test_articles_in_prose_order() -> None:
    tasks = tasks_of(
        """Điều 1. Công nhận huyện Trà Cú đạt chuẩn nông thôn mới.
Điều 2. Giao Sở Tài chính chủ trì, phối hợp với Sở Y tế bố trí kinh phí trước ngày 10 tháng 7 năm 2025.
Điều 3. Phân công Phó Chủ tịch Ủy ban nhân dân tỉnh Nguyễn Văn An chỉ đạo việc xây dựng Đề án.
Điều 4. Quyết định này có hiệu lực kể từ ngày ký. Thủ trưởng các đơn vị chịu trách nhiệm thi hành Quyết định này./.""",
        kind="QUYẾT ĐỊNH",
        symbol="QĐ-UBND",
    )
    assert [task.label for task in tasks] == ["Điều 2", "Điều 3"]
    assert names(tasks[0]) == (["Sở Tài chính"], ["Sở Y tế"]) and tasks[0].deadlines
    assert tasks[1].leads == ()
    assert [(p.name, p.title) for p in tasks[1].directors] == [
        ("Nguyễn Văn An", "Phó Chủ tịch Ủy ban nhân dân tỉnh"),
    ]


def test_articles_under_an_article_in_prose() -> None:
    (task,) = tasks_of(
        """Điều 1. Các chi phí vượt dự toán được thanh toán từ nguồn dự phòng, trong đó:
1. Đối với chi phí năm 2022, giao Bảo hiểm xã hội tỉnh tổ chức thanh toán.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký.""",
        kind="QUYẾT ĐỊNH",
        symbol="QĐ-UBND",
    )
    assert task.label == "Điều 1.1" and names(task) == (["Bảo hiểm xã hội tỉnh"], [])


def test_further_paragraphs_and_closing_paragraphs() -> None:
    tasks = tasks_of(
        """Chủ tịch Ủy ban nhân dân tỉnh yêu cầu:
1. Sở Công Thương
a) Theo dõi nguồn cung hàng hóa trên địa bàn.
Triển khai các hoạt động kết nối cung cầu phù hợp với tình hình.
Hàng hóa phải có nguồn gốc.
2. Sở Y tế: Bảo đảm thuốc men.
Căn cứ Chỉ thị này, Thủ trưởng các sở, ban, ngành xây dựng kế hoạch cụ thể, báo cáo Ủy ban nhân dân tỉnh.
Trong quá trình thực hiện, nếu thấy cần sửa đổi, bổ sung, các đơn vị báo cáo Ủy ban nhân dân tỉnh.""",
        kind="CHỈ THỊ",
        symbol="CT-UBND",
    )
    assert [task.content.split()[0] for task in tasks] == ["Theo", "Triển", "Sở", "Căn"]
    assert names(tasks[1]) == (["Sở Công Thương"], [])
    assert names(tasks[3]) == (["Thủ trưởng các sở, ban, ngành"], [])


def test_order_over_a_list_of_things() -> None:
    tasks = tasks_of(
        """III. TỔ CHỨC THỰC HIỆN
1. Các bệnh viện
- Gửi về Sở Y tế các tài liệu sau:
+ Biên bản họp Hội đồng thuốc;
+ Hợp đồng khám bệnh;
+ Dự toán chi ngân sách.
- Cử cán bộ tham gia."""
    )
    assert [task.content.split()[0] for task in tasks] == ["Gửi", "Cử"]


@pytest.mark.parametrize(
    "line",
    [
        "QUYẾT ĐỊNH Về việc giao Sở Y tế tổ chức thực hiện Kế hoạch",
        "Các sở, ban, ngành tỉnh (để thực hiện);",
        "Kính gửi: Sở Y tế, Sở Tài chính",
        "Tầng 2: Phòng 207 Khoa Công nghệ thông tin; Phòng 206 Khoa Cơ bản",
    ],
)
def test_lines_that_only_name_units(line: str) -> None:
    assert tasks_of(f"IV. TỔ CHỨC THỰC HIỆN\n1. Văn phòng Sở\n- Bảo đảm hậu cần cho hội nghị.\n{line}")[1:] == ()


def test_steps_of_a_procedure_are_no_tasks() -> None:
    assert tasks_of("V. QUY TRÌNH KIỂM TRA\n1. Sở Y tế báo cáo kết quả.\n2. Trưởng Đoàn: Chỉ đạo kết luận.") == ()


def test_a_defined_name_after_its_head_noun() -> None:
    tasks = tasks_of(
        """IV. TỔ CHỨC THỰC HIỆN
1. Sở Lao động, Thương binh và Xã hội (LĐTBXH) chủ trì theo dõi Kế hoạch.
2. Sở LĐTBXH báo cáo kết quả trước ngày 15/12/2025."""
    )
    assert [names(task)[0] for task in tasks] == [["Sở Lao động, Thương binh và Xã hội"]] * 2


def test_short_orders_are_no_units_and_addressees_no_orders() -> None:
    tasks = tasks_of(
        """- Giám đốc các Sở: Xây dựng, Công Thương;
- Các chủ hồ chứa thủy lợi, thủy điện.
Chủ tịch Ủy ban nhân dân tỉnh yêu cầu:
1. Chủ tịch UBND các xã, phường:
a) Tổ chức trực ban 24/24 giờ.
2. Đài Phát thanh và Truyền hình tỉnh, Báo Nghệ An tăng thời lượng phát tin.""",
        kind="CÔNG ĐIỆN",
        symbol="CĐ-UBND",
    )
    assert [task.label for task in tasks] == ["1.a", "2"]
    assert names(tasks[0]) == (["Chủ tịch Ủy ban nhân dân các xã, phường"], [])
    assert names(tasks[1]) == (["Đài Phát thanh và Truyền hình tỉnh", "Báo Nghệ An"], [])


def test_who_assigns_duties_among_his_own_acts_himself() -> None:
    (task,) = tasks_of(
        "IV. TỔ CHỨC THỰC HIỆN\n1. Đoàn thẩm định\nTrưởng đoàn thẩm định phân công nhiệm vụ cụ thể cho từng thành viên."
    )
    assert names(task) == (["Trưởng đoàn thẩm định"], [])


def test_who_leads_together() -> None:
    tasks = tasks_of(
        """IV. TỔ CHỨC THỰC HIỆN
1. Sở Ngoại vụ
a) Đồng chủ trì với Sở Khoa học và Công nghệ, phối hợp với các cơ quan liên quan đẩy mạnh hợp tác quốc tế.
2. Sở Tài chính đồng chủ trì với Sở Nội vụ xây dựng Đề án."""
    )
    assert names(tasks[0]) == (["Sở Ngoại vụ", "Sở Khoa học và Công nghệ"], ["các cơ quan liên quan"])
    assert names(tasks[1]) == (["Sở Tài chính", "Sở Nội vụ"], [])


def test_what_was_reported_is_no_order() -> None:
    (task,) = tasks_of(
        """III. TỔ CHỨC THỰC HIỆN
Tại cuộc họp, các sở đã có báo cáo Ủy ban nhân dân tỉnh như sau:
1. Sở Y tế báo cáo về việc hoàn thiện dự thảo Đề án.
2. Sở Nội vụ báo cáo về việc sắp xếp các đơn vị.
Văn phòng Ủy ban nhân dân tỉnh theo dõi, đôn đốc việc thực hiện."""
    )
    assert names(task) == (["Văn phòng Ủy ban nhân dân tỉnh"], [])


def test_a_heading_of_units_that_goes_on_in_the_next_line() -> None:
    (task,) = tasks_of(
        """IV. TỔ CHỨC THỰC HIỆN
1. Trách nhiệm của các sở, ban, ngành;
Ủy ban nhân dân các xã, phường
a) Rà soát dữ liệu theo phạm vi quản lý."""
    )
    assert names(task) == (["các sở, ban, ngành", "Ủy ban nhân dân các xã, phường"], [])


def test_who_helps_by_the_governing_line_helps_with_every_item() -> None:
    tasks = tasks_of(
        """IV. TỔ CHỨC THỰC HIỆN
1. Sở Tài chính chủ trì, phối hợp với các cơ quan, địa phương:
a) Tăng cường quản lý thuế; phối hợp với Công an tỉnh rà soát các quy định.
b) Rà soát kịch bản tăng trưởng.
c) Chủ trì, phối hợp với Sở Nội vụ xây dựng Đề án."""
    )
    assert names(tasks[0]) == (["Sở Tài chính"], ["các cơ quan, địa phương", "Công an tỉnh"])
    assert names(tasks[1]) == (["Sở Tài chính"], ["các cơ quan, địa phương"])
    assert names(tasks[2]) == (["Sở Tài chính"], ["Sở Nội vụ"])
