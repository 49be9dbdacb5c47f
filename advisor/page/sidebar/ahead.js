// Draws what a move changes by itself before the kernel has heard of it: the shares of the weight,
// the places in the rows, and the radar. The kernel hears the same move and has the last word.
import { apportion, argsort, groupParts, groupValue, points, sum, weigh } from "./score.js";

const WAIT = 1_500; // milliseconds after the last move until the kernel's word counts, whatever it is
const [AXES, CLOSE] = [8, 1e-9];

// As Python rounds: halves go to the even number.
const whole = (share) => {
  const up = Math.round(share * 100);
  return up - share * 100 === 0.5 && up % 2 ? up - 1 : up;
};

// Middles of names side by side, as `spread` of results/marks.py places them.
function spread(at, names, { letter, gap }) {
  const order = argsort(at);
  const halves = order.map((place) => ([...names[place]].length * letter) / 2);
  const offsets = halves.map((_, i) => sum(halves.slice(0, i).map((half, k) => half + gap + halves[k + 1])));
  const mean = (pool) => sum(pool) / pool.length;
  const pools = [];
  order.forEach((place, i) => {
    pools.push([at[place] - offsets[i]]);
    while (pools.length > 1 && mean(pools.at(-2)) >= mean(pools.at(-1))) pools.push(pools.splice(-2).flat());
  });
  const last = 100 - halves.at(-1) - offsets.at(-1);
  const middles = pools.flatMap((pool) => pool.map(() => Math.max(Math.min(mean(pool), last), halves[0])));
  const found = [];
  order.forEach((place, i) => (found[place] = Math.round((middles[i] + offsets[i]) * 10) / 10));
  return found;
}

// What the page will show with other raw weights: of each group its share and its strip, and the
// axes of each alternative, which are none where the radar will have others.
function foresee({ groups, values, low, high, names, order, limits }, now, raw) {
  const { weights, groupWeights } = weigh(groups, raw);
  const heaviest = (shares) => argsort(shares.map((share) => -Math.round(share / CLOSE))).slice(0, AXES).sort((a, b) => a - b);
  const [axes, before] = [groupWeights, weigh(groups, now).groupWeights].map(heaviest);
  const within = (rows) => rows.map((row) => groups.map((group) => groupValue({ weights }, group, row)));
  const [stated, least, most] = [values, low, high].map(within);
  const shares = apportion(groupWeights.map((share) => share * 100), weights.some(Boolean) ? 100 : 0);
  const rows = groups.map(({ id }, g) => {
    const places = order.map((row) => ({ name: names[row], at: whole(stated[row][g]), low: whole(least[row][g]), high: whole(most[row][g]) }));
    const named = places.slice(0, limits.named);
    return { id, share: shares[g], places, labels: named.length ? spread(named.map(({ at }) => at), named.map(({ name }) => name), limits) : [] };
  });
  return { rows, axes: String(axes) === String(before) ? stated.map((row) => axes.map((g) => row[g])) : null };
}

// Raw weights after a move of a group or a criterion.
function moved({ criteria, groups, limits }, { advised, divided, start }, raw, { group, criterion, weight }) {
  const place = (id) => criteria.indexOf(id);
  const next = [...raw];
  if (criterion !== undefined) {
    next[place(criterion)] = weight;
    return next;
  }
  const parts = Object.fromEntries(criteria.map((id, j) => [id, [divided[j]]]));
  const ranking = {
    problem: { criteria: criteria.map((id) => ({ id })), groups, limits },
    raw,
    advice: { weights: advised, parts },
    scenario: { weights: start.map((one) => [one]) },
  };
  const g = groups.findIndex(({ id }) => id === group);
  for (const [id, part] of Object.entries(groupParts(ranking, g, weight))) next[place(id)] = part;
  return next;
}

// The radar with other values on its axes.
function turned(figure, traces, axes) {
  const trace = (one, row) => {
    if (!one.visible || row < 0) return one;
    const r = [...axes[row], axes[row][0]];
    return { ...one, r, customdata: r.map(points) };
  };
  return { ...figure, data: figure.data.map((one, at) => trace(one, traces[at])) };
}

function render({ model, el }) {
  const root = el.closest(".advisor") ?? document.body;
  const shown = Promise.all(model.get("shown").map((id) => model.widget_manager.get_model(id)));
  let hand, timer; // raw weights of the hand until the kernel has them

  const move = async (change) => {
    const [facts, said] = ["facts", "said"].map((name) => model.get(name));
    hand = moved(facts, said, hand ?? said.raw, change);
    clearTimeout(timer);
    timer = setTimeout(settle, WAIT);
    const [rows, radar] = await shown;
    const foreseen = foresee(facts, said.raw, hand);
    rows.trigger("foreseen", Object.fromEntries(foreseen.rows.map((row) => [row.id, row])));
    if (said.radar && foreseen.axes) radar.trigger("foreseen", turned(radar.get("figure"), facts.traces, foreseen.axes));
  };
  const settle = async () => {
    clearTimeout(timer);
    hand = undefined;
    for (const view of await shown) view.trigger("foreseen", null);
  };
  const agrees = ({ raw }) => hand?.every((weight, j) => Math.abs(weight - raw[j]) <= CLOSE * Math.max(1, weight));
  const said = () => agrees(model.get("said")) && settle();

  const lever = ({ target }) =>
    target.matches?.(".lever") && move({ group: target.closest(".row").dataset.id, weight: Number(target.value) });
  // A slider that the kernel moves is not in the hand; nor is one that rounds what the kernel has.
  const slid = (handle) => {
    const box = handle.closest(".advisor-weight");
    const held = [handle, box?.querySelector(".widget-readout")].includes(document.activeElement);
    if (!box || !(held || handle.classList.contains("noUi-active"))) return;
    const named = [...(handle.closest("[class*=' weight-'], [class*=' group-weight-']")?.classList ?? [])];
    const [, group, id] = named.map((name) => /^(group-)?weight-(.+)$/.exec(name)).find(Boolean) ?? [];
    if (!id) return;
    const { criteria, groups } = model.get("facts");
    const columns = group ? groups.find((one) => one.id === id).columns : [criteria.indexOf(id)];
    const { noUiSlider: slider } = handle.closest(".noUi-target");
    const [weight, raw] = [slider.get(true), hand ?? model.get("said").raw];
    if (Math.abs(weight - sum(columns.map((j) => raw[j]))) > slider.options.step / 2 + CLOSE) move({ [group ? "group" : "criterion"]: id, weight });
  };
  const sliders = new MutationObserver((changes) => {
    for (const handle of new Set(changes.map(({ target }) => target))) slid(handle);
  });
  root.addEventListener("input", lever);
  sliders.observe(root, { subtree: true, attributeFilter: ["aria-valuenow"] });
  model.on("change:said", said);
  return () => {
    root.removeEventListener("input", lever);
    sliders.disconnect();
    clearTimeout(timer);
  };
}
export default { render };
