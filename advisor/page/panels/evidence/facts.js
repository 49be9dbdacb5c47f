// A table that is sorted and searched where it is shown.
function render({ model, el }) {
  const add = (parent, tag, name) => Object.assign(parent.appendChild(document.createElement(tag)), { className: name });
  const label = add(el, "label", "advisor-find");
  const field = add(label, "input", "");
  label.prepend(model.get("asked"));
  field.type = "search";
  const said = add(label, "span", "");
  said.setAttribute("role", "status");
  const box = add(el, "div", "");
  box.setAttribute("data-lm-suppress-shortcuts", ""); // JupyterLab has keys of its own
  let by, direction; // name of the column that is sorted by, and how

  const heads = () => [...box.querySelectorAll("thead th")];
  const rows = () => [...box.querySelectorAll("tbody tr")];
  const sort = () => {
    const column = heads().findIndex((head) => head.textContent === by);
    heads().forEach((head, place) => head.setAttribute("aria-sort", place === column ? direction : "none"));
    if (column < 0) return;
    // Names go from A to Z, facts from the best; what nobody knows stands last either way.
    const value = (row) => (column ? Number(row.cells[column].dataset.value ?? NaN) : row.cells[0].textContent);
    const sign = direction === "ascending" ? 1 : -1;
    const compare = (one, other) => {
      if (!column) return sign * one.localeCompare(other);
      if (Number.isNaN(one) || Number.isNaN(other)) return Number.isNaN(one) - Number.isNaN(other);
      return sign * (one - other);
    };
    const sorted = rows().map((row) => [value(row), row]).sort(([one], [other]) => compare(one, other));
    box.querySelector("tbody").append(...sorted.map(([, row]) => row));
  };
  const find = () => {
    const wanted = field.value.trim().toLowerCase();
    const holds = (part) => part.textContent.toLowerCase().includes(wanted);
    const [, ...facts] = heads();
    const columns = facts.map(holds);
    const column = columns.some(Boolean); // the name of a fact, else something in the rows
    facts.forEach((head, place) => (head.hidden = column && !columns[place]));
    for (const row of rows()) {
      row.hidden = !column && !holds(row);
      [...row.cells].slice(1).forEach((cell, place) => (cell.hidden = column && !columns[place]));
    }
    const left = rows().filter((row) => !row.hidden).length;
    said.textContent = wanted ? (left ? `${left} of ${rows().length}` : "Nothing found") : "";
  };
  box.addEventListener("click", (event) => {
    const head = event.target.closest("thead button")?.closest("th");
    if (!head) return;
    const [first, other] = head === heads()[0] ? ["ascending", "descending"] : ["descending", "ascending"];
    direction = by === head.textContent && direction === first ? other : first;
    by = head.textContent;
    sort();
  });
  field.addEventListener("input", find);
  const draw = () => {
    box.innerHTML = model.get("html");
    sort();
    find();
  };
  model.on("change:html", draw);
  draw();
}
export default { render };
