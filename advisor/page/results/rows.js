// Rows with levers. They stay open, keep the focus and stay in the hand while what they say changes.
function render({ model, el }) {
  const box = el.appendChild(document.createElement("div"));
  const made = document.createElement("template");
  const stops = (row) => [...row.querySelectorAll("summary, .lever, a")];
  const same = (one, other) => one?.tagName === other.tagName && one.dataset.id === other.dataset.id;
  const count = () => model.get("moved").count ?? 0;

  const fill = (lever) => lever.style.setProperty("--at", (lever.value - lever.min) / (lever.max - lever.min));
  const follow = (lever, { max, value, ariaValueText }) => {
    lever.max = max;
    // What is sent is older than the hand until the last move has been heard.
    if (model.get("heard") >= count()) lever.value = value;
    lever.ariaValueText = ariaValueText;
    fill(lever);
  };
  const refill = (old, fresh) => {
    if (!fresh.matches(".row")) return void old.replaceWith(fresh);
    for (const part of ["summary", ".facts"]) {
      const [now, next] = [old, fresh].map((row) => row.querySelector(part));
      if (now.innerHTML !== next.innerHTML) now.innerHTML = next.innerHTML;
    }
    follow(old.querySelector(".lever"), fresh.querySelector(".lever"));
  };
  // What a move will change, until the kernel has the last word (sidebar/ahead.js). Where more would
  // change than numbers and places, the kernel draws it.
  let foreseen;
  const ahead = (row) => {
    const { share, places, labels } = foreseen[row.dataset.id];
    const [strip, told] = [row.querySelector("summary .strip"), row.querySelector("summary .share").firstChild];
    told.data = `${share}\u00a0%`;
    const lever = row.querySelector(".lever");
    lever.ariaValueText = `${Number(lever.value)}, ${share}\u00a0% of the weight`;
    const [marks, whiskers, tags] = [".mark", ".whisker", ".tag"].map((part) => [...strip.querySelectorAll(part)]);
    const put = (parts, all, set) => parts.length === all.length && parts.forEach((part, at) => set(part, all[at]));
    put(marks.reverse(), places, (mark, { name, at }) => Object.assign(mark, { title: `${name} ${at}` }).style.setProperty("left", `${at}%`));
    const wide = places.filter(({ low, high }) => high > low);
    put(whiskers, wide, ({ style }, { low, high }) => Object.assign(style, { left: `${low}%`, width: `${high - low}%` }));
    put(tags, labels, (tag, at) => (tag.style.left = `${at}%`));
  };
  const draw = () => {
    const held = box.contains(document.activeElement) && document.activeElement;
    const row = held && held.closest(".row");
    const place = row ? stops(row).indexOf(held) : -1;
    made.innerHTML = model.get("html");
    const [now, next] = [box, made.content].map((root) => [...root.children]);
    // In place where the rows are those that were there: a lever that is taken away ends its drag.
    if (now.length === next.length && next.every((one, index) => same(now[index], one)))
      next.forEach((one, index) => refill(now[index], one));
    else box.replaceChildren(made.content);
    const opened = model.get("opened");
    for (const one of box.querySelectorAll(".row")) one.querySelector("details").open = opened.includes(one.dataset.id);
    box.querySelectorAll(".lever").forEach(fill);
    const again = row && !box.contains(document.activeElement) && box.querySelector(`.row[data-id="${CSS.escape(row.dataset.id)}"]`);
    if (again) (stops(again)[place] ?? stops(again)[0]).focus({ preventScroll: true });
  };
  box.addEventListener("input", ({ target: lever }) => {
    fill(lever);
    // A count, for the same weight may be set again after somebody has taken it back.
    model.set("moved", { group: lever.closest(".row").dataset.id, weight: Number(lever.value), count: count() + 1 });
    model.save_changes();
  });
  // What is inside is asked for when a row is opened.
  box.addEventListener(
    "toggle",
    ({ target }) => {
      const { id } = target.closest(".row").dataset;
      const others = model.get("opened").filter((one) => one !== id);
      const opened = target.open ? [...others, id] : others;
      if (opened.length === model.get("opened").length) return;
      model.set("opened", opened);
      model.save_changes();
    },
    true,
  );
  // A text of the problem folder stands in a panel that may not have been made yet. Links to it are
  // here and in other panels.
  const show = (event) => {
    const link = event.target.closest?.("a[href^='#']");
    if (!link || !el.closest(".advisor")?.contains(link)) return;
    event.preventDefault();
    const anchor = link.getAttribute("href").slice(1);
    model.send({ show: anchor });
    let patience = 50;
    const go = () => {
      const there = document.getElementById(anchor);
      if (!there) return void (patience-- && setTimeout(go, 100));
      there.closest("details").open = true;
      there.closest("details").scrollIntoView();
    };
    go();
  };
  document.addEventListener("click", show);
  model.on("change:html change:heard", () => foreseen || draw());
  model.on("foreseen", (rows) => {
    foreseen = rows;
    if (!foreseen) return draw();
    for (const row of box.querySelectorAll(".row")) ahead(row);
  });
  draw();
  return () => document.removeEventListener("click", show);
}
export default { render };
