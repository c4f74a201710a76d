"use strict";
// Filters, paging and the graph. All data stands in the page; nothing from it is ever set as markup.
(() => {
  const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d").replace(/Đ/g, "D").toLowerCase();
  const lists = new Map();

  class List {
    constructor(form) {
      this.form = form;
      this.name = form.dataset.for;
      const root = document.getElementById(this.name);
      this.body = root.matches("table") ? root.tBodies[0] : root;
      this.lines = [...this.body.children];
      this.texts = new Map();
      this.page = Number(this.body.dataset.page);
      this.most = this.page;
      this.more = document.querySelector(`[data-more="${this.name}"]`);
      this.none = document.querySelector(`[data-empty="${this.name}"]`);
      this.tally = form.querySelector("output");
      let wait = 0;
      form.addEventListener("submit", (event) => event.preventDefault());
      form.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(() => this.apply(true), this.lines.length > 500 ? 180 : 0); });
      form.addEventListener("reset", () => setTimeout(() => this.apply(true)));
      this.more.addEventListener("click", () => {
        const first = this.shown[this.most];
        this.most += 5 * this.page;
        this.apply(false);
        if (first) { first.tabIndex = -1; first.focus({ preventScroll: true }); }
      });
    }
    text(line) {
      if (!this.texts.has(line)) this.texts.set(line, fold(line.textContent.replace(/\s+/g, " ")));
      return this.texts.get(line);
    }
    get wanted() { return Object.fromEntries([...new FormData(this.form)].filter(([, value]) => value.trim())); }
    apply(fresh) {
      if (fresh) this.most = this.page;
      const { text = "", sort, ...keys } = this.wanted;
      const words = fold(text).split(/\s+/).filter(Boolean);
      const pairs = Object.entries(keys);
      this.shown = this.lines.filter((line) => pairs.every(([key, value]) => (line.dataset[key] ?? "").split(" ").includes(value)) && words.every((word) => this.text(line).includes(word)));
      if (sort !== this.sorted) {
        this.sorted = sort;
        const order = sort ? [...this.lines].sort((a, b) => (a.dataset.due || "9999").localeCompare(b.dataset.due || "9999")) : this.lines;
        this.body.append(...order);
      }
      if (sort) this.shown.sort((a, b) => (a.dataset.due || "9999").localeCompare(b.dataset.due || "9999"));
      const visible = new Set(this.shown.slice(0, this.most));
      for (const line of this.lines) line.hidden = !visible.has(line);
      this.more.parentElement.hidden = this.shown.length <= this.most;
      this.more.textContent = `Hiện thêm (còn ${this.shown.length - visible.size})`;
      this.none.hidden = this.shown.length > 0;
      this.tally.textContent = this.shown.length === this.lines.length ? `${this.lines.length} mục` : `${this.shown.length} / ${this.lines.length} mục`;
    }
    set(values) {
      this.form.reset();
      for (const [key, value] of Object.entries(values)) {
        const field = this.form.elements.namedItem(key);
        if (field && field.type === "checkbox") field.checked = value === "1";
        else if (field) field.value = value;
      }
      this.apply(true);
    }
    reveal(line) {
      if (!line.hidden) return;
      this.form.reset();
      this.most = Math.max(this.page, this.lines.indexOf(line) + 1);
      this.apply(false);
    }
  }

  for (const form of document.querySelectorAll("form[data-for]")) {
    const list = new List(form);
    lists.set(list.name, list);
    list.apply(true);
  }

  // Links that set a filter: tiles, units, "xem nhiệm vụ" of a document.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-set]");
    if (!link) return;
    const { set, ...values } = link.dataset;
    lists.get(set)?.set(values);
  });

  // Long tables of the overview are folded.
  for (const body of document.querySelectorAll("[data-fold]")) {
    const rest = [...body.children].slice(Number(body.dataset.fold));
    if (rest.length < 3) continue;
    for (const line of rest) line.hidden = true;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = `Hiện thêm ${rest.length} đơn vị`;
    button.addEventListener("click", () => { for (const line of rest) line.hidden = false; button.remove(); });
    body.closest(".scroll").append(button);
  }

  // A link to a line that is filtered out, or to a folded one, shows it.
  const follow = () => {
    const hash = location.hash.slice(1);
    const [name, query] = hash.split("?");
    if (query !== undefined && lists.has(name)) {
      lists.get(name).set(Object.fromEntries(new URLSearchParams(query)));
      document.getElementById(name).closest("section").scrollIntoView();
      return;
    }
    const target = hash && document.getElementById(hash);
    if (!target) return;
    for (const list of lists.values()) if (list.lines.includes(target)) list.reveal(target);
    if (target.matches("details")) target.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", follow);

  // The graph: what a work is linked to stands out; a click shows its details beside the drawing.
  const graph = document.getElementById("graph");
  if (graph) {
    const works = [...graph.querySelectorAll(".work")];
    const byIndex = new Map(works.map((work) => [work.dataset.i, work]));
    const curves = [...graph.querySelectorAll(".curves path")];
    const panel = document.getElementById("graph-panel");
    let chosen = null;
    const light = (work) => {
      graph.classList.toggle("picked", Boolean(work));
      for (const other of works) other.classList.remove("on");
      for (const curve of curves) {
        const on = Boolean(work) && (curve.dataset.a === work.dataset.i || curve.dataset.b === work.dataset.i);
        curve.classList.toggle("on", on);
        if (on) { byIndex.get(curve.dataset.a).classList.add("on"); byIndex.get(curve.dataset.b).classList.add("on"); }
      }
      work?.classList.add("on");
    };
    const choose = (work) => {
      chosen?.classList.remove("chosen");
      chosen = work;
      light(work);
      panel.hidden = !work;
      if (!work) return;
      work.classList.add("chosen");
      const entry = document.getElementById(`w-${work.dataset.i}`);
      const head = document.createElement("h3");
      head.textContent = entry.querySelector("summary b").textContent;
      panel.lastElementChild.replaceChildren(head, entry.lastElementChild.cloneNode(true));
      panel.scrollTop = 0;
      const canvas = graph.parentElement.getBoundingClientRect();
      const box = work.getBoundingClientRect();
      panel.classList.toggle("left", (box.left + box.right) / 2 > (canvas.left + canvas.right) / 2);
    };
    for (const work of works) {
      work.addEventListener("mouseenter", () => chosen || light(work));
      work.addEventListener("mouseleave", () => chosen || light(null));
      work.addEventListener("focus", () => chosen || light(work));
      work.addEventListener("blur", () => chosen || light(null));
      work.addEventListener("click", (event) => { event.preventDefault(); choose(chosen === work ? null : work); });
    }
    panel.addEventListener("click", (event) => {
      const link = event.target.closest('a[href^="#w-"]');
      if (link) {
        event.preventDefault();
        const work = byIndex.get(link.hash.slice(3));
        choose(work);
        work.scrollIntoView({ block: "nearest", inline: "nearest" });
      } else if (event.target.closest(".close")) { const last = chosen; choose(null); last?.focus(); }
    });
    graph.closest(".graph").addEventListener("keydown", (event) => { if (event.key === "Escape" && chosen) { const last = chosen; choose(null); last.focus(); } });
    graph.addEventListener("click", (event) => { if (!event.target.closest(".work")) choose(null); });
    const fit = document.getElementById("graph-fit");
    fit.closest("p").hidden = false;
    fit.checked = graph.parentElement.clientWidth >= 0.7 * graph.viewBox.baseVal.width;
    const scale = () => graph.classList.toggle("fit", fit.checked && graph.viewBox.baseVal.width > graph.parentElement.clientWidth);
    fit.addEventListener("change", scale);
    scale();
    const start = new URLSearchParams(location.hash.split("?")[1] ?? "").get("work");
    if (start && byIndex.has(start)) {
      byIndex.get(start).scrollIntoView({ block: "nearest", inline: "center" });
      choose(byIndex.get(start));
    }
  }

  // On paper: every line that the filters leave, not only those paged in.
  let most = null;
  addEventListener("beforeprint", () => {
    most = [...lists.values()].map((list) => [list, list.most]);
    for (const [list] of most) { list.most = Infinity; list.apply(false); }
    for (const line of document.querySelectorAll("[data-fold] > [hidden]")) line.hidden = false;
    for (const card of document.querySelectorAll("details.document")) card.open = true;
  });
  addEventListener("afterprint", () => { for (const [list, before] of most ?? []) { list.most = before; list.apply(false); } });

  follow();
})();
