// The decision model: weights from answers, must-haves, scores, order, simulations and the tests of
// the verdict. It knows nothing of a page. tests/report/test_light.py holds it to `advisor.ranking`
// and `advisor.robustness`, whose names it uses; constants come from them in `data.limits`.

export const sum = (numbers) => numbers.reduce((total, one) => total + one, 0);
export const clip = (x, low = 0, high = 1) => Math.min(Math.max(x, low), high);
const dot = (one, other) => {
  let total = 0;
  for (let j = 0; j < one.length; j++) total += one[j] * other[j];
  return total;
};
const argmax = (numbers) => numbers.indexOf(Math.max(...numbers));
// Points of 100 of a share; half a point is rounded up.
export const points = (share) => Math.sign(share) * Math.floor(Math.abs(share) * 100 + 0.5 + 1e-9);
// Stable, as in NumPy.
export const argsort = (keys) => keys.map((_, at) => at).sort((a, b) => keys[a] - keys[b] || a - b);
const normalise = (raw) => {
  const largest = Math.max(...raw) || 1; // first, as in Python, so that equal shares are rounded alike
  const scaled = raw.map((weight) => weight / largest);
  const total = sum(scaled) || 1;
  return scaled.map((weight) => weight / total);
};
// Parts in whole numbers that add up to a total: the largest remainders are rounded up.
export function apportion(parts, total) {
  const whole = parts.map((part) => Math.floor(part + 1e-9));
  for (const at of argsort(whole.map((part, at) => part - parts[at])).slice(0, Math.max(total - sum(whole), 0)))
    whole[at] += 1;
  return whole;
}
const table = (names, rows) => rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at]])));

// The problem of a page: rows of `data` become objects by name.
export function readProblem(data) {
  const criteria = table(
    ["id", "group", "name", "unit", "shape", "worst", "best", "low", "high", "question", "input", "levels"],
    data.criteria,
  );
  for (const one of criteria) {
    one.input = Boolean(one.input);
    one.levels = table(["level", "value", "meaning", "short"], one.levels ?? []);
  }
  const groups = table(["id", "name", "question"], data.groups);
  groups.forEach((group, g) => {
    group.columns = criteria.flatMap((criterion, j) => (criterion.group === g ? [j] : []));
  });
  const alternatives = table(["id", "name", "summary", "shown"], data.alternatives);
  const cell = (source, stated, low = stated, high = low, confidence = null) => ({
    source,
    stated,
    low,
    high,
    confidence,
  });
  alternatives.forEach((one, a) => {
    one.place = a;
    one.cells = data.cells[a].map((row) => cell(...row));
    one.capabilities = data.capabilities[a].map((places) => {
      const [offered, coming, by] = [places].flat().map((at) => data.texts[at]);
      return { offered, coming, by };
    });
  });
  const scenarios = table(["id", "name", "summary", "answers", "weights", "groups"], data.scenarios);
  for (const one of scenarios) {
    one.weights ??= scenarios[0].weights;
    one.groups ??= scenarios[0].groups;
  }
  const questions = table(["id", "question", "help", "choices"], data.questions);
  for (const one of questions) one.choices = table(["id", "text"], one.choices);
  const rules = data.rules.flatMap(([question, answer, rows]) =>
    rows.map(([target, amount, effect = "importance"]) => ({ question, answer, target, amount, effect })),
  );
  const requirements = table(
    ["id", "name", "question", "kind", "choices", "demands", "slugs", "unit"],
    data.requirements,
  );
  const readings = table(["id", "name", "cells"], data.readings);
  const sources = data.sources.map(([id, title, url, seen]) => [id, title, url, data.texts[seen]]);
  return {
    ...data,
    sources,
    criteria,
    groups,
    alternatives,
    scenarios,
    questions,
    rules,
    requirements,
    readings,
    cell,
  };
}

export const byId = (all, id) => all.find((one) => one.id === id);

export const noChoices = (problem) => ({
  problem: problem.id,
  scenario: problem.scenarios[0].id,
  answers: {},
  requirements: {},
  weights: {},
  reading: "",
  inputs: {},
  included: [],
  excluded: [],
});

// ---- Values ----

const linear = (x, worst, best) => clip((x - worst) / (best - worst));

export function value({ shape, worst, best, levels }, x) {
  if (shape === "linear") return linear(x, worst, best);
  if (shape === "log") return linear(Math.log(Math.max(x, Math.min(worst, best))), Math.log(worst), Math.log(best));
  const at = levels.findIndex(({ level }) => level >= x);
  if (at < 1) return levels.at(at).value;
  const [one, other] = [levels[at - 1], levels[at]];
  return one.value + ((other.value - one.value) / (other.level - one.level)) * (x - one.level);
}

// Compared alternatives with their cells under the chosen reading, the user's inputs, and values.
export function facts(problem, { included, reading, inputs }) {
  const { criteria, cell } = problem;
  const named = byId(problem.readings, reading);
  const everybody = problem.alternatives.filter((one) => one.shown);
  const joining = [...new Set(included)].map((id) => byId(problem.alternatives, id)).filter((one) => one && !one.shown);
  return [...everybody, ...joining].map((alternative) => {
    const cells = [...alternative.cells];
    for (const [a, j, ...row] of named?.cells ?? []) if (a === alternative.place) cells[j] = cell(...row);
    criteria.forEach(({ id }, j) => {
      const entered = inputs[id]?.[alternative.id];
      if (entered !== undefined) cells[j] = cell(cells[j].source, entered);
    });
    const ends = cells.map(({ low, high }, j) =>
      low === null || high === null ? [0, 1] : [low, high].map((end) => value(criteria[j], end)),
    );
    return {
      ...alternative,
      cells,
      values: cells.map(({ stated }, j) => (stated === null ? 0.5 : value(criteria[j], stated))),
      low: ends.map((pair) => Math.min(...pair)),
      high: ends.map((pair) => Math.max(...pair)),
    };
  });
}

// Equally likely values of an uncertain cell, ascending; undefined for a certain one.
function quantiles({ criteria, limits }, { cells, values, low, high }, j) {
  const { stated, confidence, ...cell } = cells[j];
  const middles = () => Array.from({ length: limits.quantiles }, (_, at) => (at + 0.5) / limits.quantiles);
  if (confidence !== null && confidence < 1) {
    const steps = criteria[j].levels
      .filter((one) => one.level >= cell.low && one.level <= cell.high)
      .map((one) => one.value);
    const at = argsort(steps.map((one) => Math.abs(one - values[j])))[0];
    const other = (1 - confidence) / Math.max(steps.length - 1, 1);
    let reached = 0;
    const ends = argsort(steps).map((step) => [
      steps[step],
      (reached += step === at ? 1 - other * (steps.length - 1) : other),
    ]);
    return middles().map((share) => (ends.find(([, end]) => end >= share) ?? ends.at(-1))[0]);
  }
  const span = high[j] - low[j];
  if (span <= limits.tie) return undefined;
  if (stated === null) return middles().map((share) => low[j] + span * share);
  const turn = clip((values[j] - low[j]) / span);
  return middles().map(
    (share) => low[j] + span * (share < turn ? Math.sqrt(turn * share) : 1 - Math.sqrt((1 - turn) * (1 - share))),
  );
}

// ---- Weights ----

const NOT_SURE = "not_sure";

const setOff = (problem, answers) => problem.rules.filter((rule) => answers[rule.question] === rule.answer);

const pointsOf = (rules) => {
  const added = {};
  for (const { effect, target, amount } of rules)
    if (effect === "weight") added[target] = (added[target] ?? 0) + Number(amount);
  return added;
};

function wordsOf({ limits }, rules) {
  const found = {};
  for (const { effect, target, amount } of rules) {
    if (effect !== "importance" || found[target] === "none") continue;
    if (amount === "none" || !(limits.words[found[target]] >= limits.words[amount])) found[target] = amount;
  }
  return found;
}

// Weight, range, must-haves and words of a scenario with some answers; all weights in the order of criteria.
export function advise(problem, scenario, given) {
  const { criteria, groups, questions, limits } = problem;
  const answers = Object.fromEntries(Object.entries({ ...scenario.answers, ...given }).filter(([, answer]) => answer));
  const rules = setOff(problem, answers);
  const start = Object.fromEntries(
    criteria.map(({ id }, j) => [id, scenario.weights[j]]).concat(Object.entries(scenario.groups)),
  );
  const acts = (target, word) => {
    const weight = limits.words[word];
    return word === "none" || word === "little" ? start[target][0] > weight : start[target][0] < weight;
  };
  const kept = (weight) => clip(weight, 0, limits.largest);
  const meant = (target, word) => {
    if (word === "none") return [0, 0, 0];
    if (!word || !acts(target, word)) return start[target];
    const weight = limits.words[word];
    return [weight, weight / limits.half, kept(weight * limits.half)];
  };
  const [added, all] = [pointsOf(rules), wordsOf(problem, rules)];
  const open = questions.filter(({ id }) => answers[id] === NOT_SURE);
  const doubt = open.map(({ id, choices }) => choices.map((choice) => pointsOf(setOff(problem, { [id]: choice.id }))));
  const others = open.flatMap(({ id, choices }) =>
    choices.map((choice) => wordsOf(problem, [...rules, ...setOff(problem, { [id]: choice.id })])),
  );
  const [found, unsure] = [{}, new Set(doubt.flat().flatMap(Object.keys))];
  for (const target of Object.keys(start)) {
    const word = all[target];
    if (word === "none") {
      found[target] = [0, 0, 0];
      unsure.delete(target);
      continue;
    }
    const points = added[target] ?? 0;
    const ends = doubt.map((each) => each.map((one) => one[target] ?? 0));
    const [less, more] = [sum(ends.map((each) => Math.min(0, ...each))), sum(ends.map((each) => Math.max(0, ...each)))];
    const own = meant(target, word);
    const possible = [own, ...others.map((other) => meant(target, other[target]))];
    if (possible.some((span) => span.some((end, at) => end !== own[at]))) unsure.add(target);
    found[target] = [
      kept(own[0] + points),
      kept(Math.min(...possible.map((span) => span[1])) + points + less),
      kept(Math.max(...possible.map((span) => span[2])) + points + more),
    ];
  }
  const [ranges, parts] = [{}, {}];
  for (const { id, columns } of groups) {
    if (!(id in scenario.groups)) continue;
    const [weight, least, most] = found[id];
    const inside = columns.map((j) => found[criteria[j].id]);
    ranges[id] = inside.some((part) => part[2]) ? [least, most] : [0, 0];
    columns.forEach((j, at) => (parts[criteria[j].id] = inside[at]));
    const total = sum(inside.map((part) => part[0])) || sum(inside.map((part) => part[2]));
    const scale = total ? (weight || ranges[id][1]) / total : 0;
    const divided = inside.map(([at, low, high]) => [weight ? scale * at : 0, scale * low, scale * high]);
    const counting = divided.filter((part) => part[2]);
    if (counting.length === 1) counting[0].splice(1, 2, ...ranges[id]);
    columns.forEach((j, at) => (found[criteria[j].id] = divided[at]));
  }
  const demands = {};
  for (const { effect, target, amount } of rules)
    if (effect === "require") {
      const needed = byId(problem.requirements, target);
      if (!(target in demands) || strength(needed, amount) > strength(needed, demands[target]))
        demands[target] = amount;
    }
  return {
    answers,
    rules,
    weights: criteria.map(({ id }) => found[id][0]),
    low: criteria.map(({ id }) => found[id][1]),
    high: criteria.map(({ id }) => found[id][2]),
    groups: ranges,
    parts,
    demands,
    unsure,
    words: Object.fromEntries(Object.entries(all).filter(([target, word]) => acts(target, word))),
  };
}

// ---- Must-haves ----

export const strength = ({ kind, choices }, choice) =>
  kind === "levels" ? choices.indexOf(choice) : kind === "at most" ? -Number(choice) : Number(choice);

export function outcome(requirement, demand, { offered, coming }) {
  if (!offered) return "unknown";
  const [has, needed] = [strength(requirement, offered), strength(requirement, demand)];
  if (has >= needed) return "met";
  return coming && strength(requirement, coming) >= needed ? "later" : "not met";
}

// Each demand with what an alternative offers for it.
export const screen = ({ requirements }, demands, { capabilities }) =>
  Object.entries(demands).map(([id, demand]) => {
    const r = requirements.findIndex((one) => one.id === id);
    return {
      requirement: requirements[r],
      demand,
      ...capabilities[r],
      outcome: outcome(requirements[r], demand, capabilities[r]),
    };
  });

// ---- Ranking ----

export function rank(problem, choices, known = facts(problem, choices)) {
  const { criteria, groups, limits } = problem;
  const scenario = byId(problem.scenarios, choices.scenario);
  const advice = advise(problem, scenario, choices.answers);
  const raw = criteria.map(({ id }, j) => choices.weights[id] ?? advice.weights[j]);
  const demands = Object.fromEntries(
    Object.entries({ ...advice.demands, ...choices.requirements }).filter(([, demand]) => demand),
  );
  const excluded = known.flatMap((alternative) => {
    const missing = screen(problem, demands, alternative).filter((one) => one.outcome === "not met");
    const byHand = choices.excluded.includes(alternative.id);
    return byHand || missing.length ? [{ alternative, missing: byHand ? [] : missing }] : [];
  });
  const rows = known.filter((one) => !excluded.some(({ alternative }) => alternative === one));
  const { weights, ...weighed } = weigh(groups, raw);
  const scores = rows.map((row) => dot(row.values, weights));
  const ranks = scores.map((score) => 1 + scores.filter((other) => other > score + limits.tie).length);
  return {
    problem,
    choices,
    known,
    scenario,
    advice,
    demands,
    raw,
    weights,
    ...weighed,
    rows,
    scores,
    ranks,
    order: argsort(ranks),
    excluded,
    leads: rows.length > 1 && weights.some(Boolean),
  };
}

// What each criterion and each group weighs, raw and as a share of all.
export function weigh(groups, raw) {
  const weights = normalise(raw);
  const total = (all) => groups.map(({ columns }) => sum(columns.map((j) => all[j])));
  return { weights, groupRaw: total(raw), groupWeights: total(weights) };
}

// Weighted mean of a group's values, for instance `row.low`; the plain mean of a group without weight.
export function groupValue({ problem, weights }, { columns }, values) {
  const inside = normalise(columns.map((j) => weights[j]));
  const even = inside.some(Boolean) ? inside : inside.map(() => 1 / inside.length);
  return dot(
    columns.map((j) => values[j]),
    even,
  );
}

// ---- Simulations ----

// sfc32: equal seeds give equal draws in every browser.
function generator(seed) {
  let [a, b, c, d] = [0, seed, 0x9e3779b9, 1];
  const next = () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + t) | 0;
    return (t >>> 0) / 2 ** 32;
  };
  for (let warm = 0; warm < 12; warm++) next();
  return next;
}

const uniforms = [];
// The same uniform numbers for every move, so that a bar moves only when a weight does.
function uniform(column, { draws }) {
  if (!uniforms[column]) {
    const next = generator(column + 1);
    uniforms[column] = Float64Array.from({ length: draws }, next);
  }
  return uniforms[column];
}

const drawn = new WeakMap();
// Quantiles of a cell in random order, twice, so that any rotation is one slice; and a rotation for each block.
function shuffled(problem, row, j) {
  const cell = row.cells[j];
  if (!drawn.has(cell)) {
    const once = quantiles(problem, row, j);
    const next = generator(1000 * (row.place + 1) + j);
    for (let at = (once?.length ?? 0) - 1; at > 0; at--) {
      const other = Math.floor(next() * (at + 1));
      [once[at], once[other]] = [once[other], once[at]];
    }
    const turns = Array.from({ length: 8 }, () => Math.floor(next() * problem.limits.quantiles));
    const mean = once && sum(once) / once.length;
    drawn.set(
      cell,
      once && {
        twice: Float64Array.from([...once, ...once]),
        turns,
        variance: sum(once.map((x) => (x - mean) ** 2)) / once.length,
      },
    );
  }
  return drawn.get(cell);
}

// Ends of the range of each raw weight, and of the groups that share a weight.
export function plausible({ problem, advice, raw, groupRaw }) {
  const { criteria, groups, limits } = problem;
  const [low, high, shared] = [[], [], []];
  criteria.forEach(({ id, group }, j) => {
    const own = raw[j];
    let [start, least, most, alone] = [advice.weights[j], advice.low[j], advice.high[j], true];
    if (id in advice.parts) {
      const { columns } = groups[group];
      const now = sum(columns.map((k) => raw[k]));
      const total = sum(columns.map((k) => advice.parts[criteria[k].id][0]));
      alone = now > 0 || sum(columns.map((k) => advice.weights[k])) > 0;
      const scale = now && total ? now / total : 1;
      [start, least, most] = advice.parts[id].map((end) => scale * end);
    }
    // Somebody set a weight of 0 on purpose, so it stays 0 unless an answer is "not sure".
    if (!alone) [low[j], high[j]] = [least, most];
    else if (own === 0 && !(advice.unsure.has(id) && start === 0)) low[j] = high[j] = 0;
    else [low[j], high[j]] = [Math.max(own - start + least, 0), own - start + most];
  });
  groups.forEach(({ id, columns }, g) => {
    if (!(id in advice.groups)) return;
    const [least, most] = advice.groups[id];
    const start = sum(columns.map((j) => advice.weights[j]));
    const now = groupRaw[g];
    const [bottom, top] = start
      ? [(least * now) / start, (most * now) / start]
      : now
        ? [now / limits.half, now * limits.half]
        : [least, most];
    shared.push({ columns, low: bottom, high: top, id, g });
  });
  return { low, high, shared };
}

const buffers = {};
// Arrays that every move fills again; new ones would cost more than what is computed.
const buffer = (name, length) => (buffers[name + length] ??= new Float64Array(length));

// Plausible weights: for each criterion an array of draws, or undefined where it has no weight.
function drawWeights({ problem }, { low, high, shared }) {
  const { draws } = problem.limits;
  const weights = low.map((bottom, j) => {
    if (high[j] <= 0) return undefined;
    const [column, drawn, span] = [buffer(`weight ${j}`, draws), uniform(j, problem.limits), high[j] - bottom];
    for (let n = 0; n < draws; n++) column[n] = bottom + span * drawn[n];
    return column;
  });
  const total = (columns) => {
    const found = buffer("total", draws).fill(0);
    for (const column of columns) for (let n = 0; n < draws; n++) found[n] += column[n];
    return found;
  };
  const scale = (columns, factors) => {
    for (const column of columns) for (let n = 0; n < draws; n++) column[n] *= factors[n];
  };
  for (const { columns, g, ...ends } of shared) {
    const inside = columns.flatMap((j) => weights[j] ?? []);
    if (!inside.length) continue;
    const [factors, drawn, span] = [
      total(inside),
      uniform(problem.criteria.length + g, problem.limits),
      ends.high - ends.low,
    ];
    for (let n = 0; n < draws; n++) factors[n] = (ends.low + span * drawn[n]) / factors[n];
    scale(inside, factors);
  }
  const counting = weights.filter(Boolean);
  scale(
    counting,
    total(counting).map((all) => 1 / all),
  );
  return weights;
}

function addStated(scores, weight, stated, start, end) {
  for (let n = start; n < end; n++) scores[n] += weight[n] * stated;
}

function addDrawn(scores, weight, values, from, start, end) {
  for (let n = start; n < end; n++) scores[n] += weight[n] * values[from + n];
}

// Scores of each row under each draw of weights, each with its own draw of the facts if they vary.
function drawScores({ problem, rows }, weights, count, vary = true) {
  const block = problem.limits.quantiles;
  const all = rows.map((_, row) => buffer(`score ${row}`, count).fill(0));
  const cells = rows.map((row) => weights.map((weight, j) => (vary && weight ? shuffled(problem, row, j) : undefined)));
  // In blocks that stay in the cache of the processor.
  for (let start = 0, turn = 0; start < count; start += block, turn++) {
    const end = Math.min(start + block, count);
    all.forEach((scores, row) =>
      weights.forEach((weight, j) => {
        const cell = cells[row][j];
        if (cell) addDrawn(scores, weight, cell.twice, cell.turns[turn] - start, start, end);
        else if (weight) addStated(scores, weight, rows[row].values[j], start, end);
      }),
    );
  }
  return all;
}

// How often each row scores highest; tied rows share a draw equally.
function firstShares(scores, count, { tie }) {
  const found = scores.map(() => 0);
  const best = buffer("best", count).fill(-1);
  const tied = buffer("tied", count).fill(0);
  for (const one of scores) for (let n = 0; n < count; n++) if (one[n] > best[n]) best[n] = one[n];
  for (const one of scores) for (let n = 0; n < count; n++) if (one[n] >= best[n] - tie) tied[n] += 1;
  scores.forEach((one, row) => {
    let share = 0;
    for (let n = 0; n < count; n++) if (one[n] >= best[n] - tie) share += 1 / tied[n];
    found[row] = share / count;
  });
  return found;
}

// ---- The tests of the verdict ----

// Splits of a group and merges of two that put another row first, largest new lead first.
function turningCuts(ranking, leader) {
  const { problem, weights, groupWeights, rows } = ranking;
  const counting = problem.groups.map((_, g) => g).filter((g) => groupWeights[g] > 0);
  if (counting.length < 2) return [];
  const touched = [
    ...counting.map((g) => [g]),
    ...counting.flatMap((g, at) => counting.slice(at + 1).map((other) => [g, other])),
  ];
  const found = touched.flatMap((groups) => {
    const factor = groups.length === 1 ? problem.limits.split : problem.limits.merged;
    const cut = normalise(
      weights.map((weight, j) => weight * (groups.includes(problem.criteria[j].group) ? factor : 1)),
    );
    const scores = rows.map((row) => dot(row.values, cut));
    const [best, second] = [...scores].sort((a, b) => b - a);
    return best > scores[leader] + problem.limits.tie ? [{ groups, first: argmax(scores), ahead: best - second }] : [];
  });
  return argsort(found.map(({ ahead }) => -ahead)).map((at) => found[at]);
}

const advised = new Map();
// Answers that are still possible, with the raw weights that each leads to; no slider changes them.
function possibleAnswers({ problem, scenario, advice }) {
  const key = JSON.stringify([scenario.id, Object.entries(advice.answers).sort()]);
  if (!advised.has(key)) {
    const inputs = problem.criteria.filter(({ input }) => input);
    const only = Object.fromEntries(Object.keys(scenario.answers).map((question) => [question, ""]));
    const found = problem.questions.flatMap((question) =>
      question.id in advice.answers
        ? []
        : question.choices.flatMap((answer) => {
            const other = advise(problem, scenario, { ...only, ...advice.answers, [question.id]: answer.id });
            return inputs.some(({ id }) => other.words[id] === "decides")
              ? []
              : [{ question, answer, raw: other.weights }];
          }),
    );
    advised.clear(); // the page has one decision at a time
    advised.set(key, found);
  }
  return advised.get(key);
}

// Open questions with an answer that puts another row first, largest new lead first.
function turningQuestions(ranking, leader) {
  const { problem, choices, rows } = ranking;
  const found = possibleAnswers(ranking).flatMap(({ question, answer, raw }) => {
    const weights = normalise(raw.map((weight, j) => choices.weights[problem.criteria[j].id] ?? weight));
    const scores = rows.map((row) => dot(row.values, weights));
    const ahead = Math.max(...scores) - scores[leader];
    return ahead > problem.limits.tie ? [{ question, answer, first: argmax(scores), ahead }] : [];
  });
  const sorted = argsort(found.map(({ ahead }) => -ahead)).map((at) => found[at]);
  return sorted.filter(({ question }, at) => sorted.findIndex((one) => one.question === question) === at);
}

// Ids of criteria and groups whose weight alone changes the leader within its range.
function turningWeights({ problem, raw, rows }, { low, high, shared }, leader) {
  const { criteria, limits } = problem;
  const total = sum(raw);
  const turns = (changed) => {
    const weights = normalise(changed);
    const scores = rows.map((row) => dot(row.values, weights));
    return Math.max(...scores) > scores[leader] + limits.tie;
  };
  const one = criteria.flatMap(({ id }, j) => {
    const within = shared.find(({ columns }) => columns.includes(j))?.columns;
    const moved = [low[j], high[j]].some((end) => {
      const changed = [...raw];
      changed[j] = Math.min(end, limits.far * total);
      if (within) {
        const [whole, now] = [sum(within.map((k) => raw[k])), sum(within.map((k) => changed[k]))];
        for (const k of within) changed[k] *= now ? whole / now : 0;
      }
      return turns(changed);
    });
    return moved ? [id] : [];
  });
  const whole = shared.flatMap(({ id, columns, ...ends }) => {
    const now = sum(columns.map((j) => raw[j]));
    const moved =
      now &&
      [ends.low, ends.high].some((end) =>
        turns(raw.map((weight, j) => (columns.includes(j) ? (weight * end) / now : weight))),
      );
    return moved ? [id] : [];
  });
  return [...one, ...whole];
}

// Smallest sum of plausible raw weights times gains.
function leastSum(gains, { low, high, shared }) {
  const grouped = new Set(shared.flatMap(({ columns }) => columns));
  let total = 0;
  for (const { columns, ...ends } of shared) {
    const order = argsort(columns.map((j) => gains[j])).map((at) => columns[at]);
    let least = Infinity;
    for (let cut = 0; cut <= order.length; cut++) {
      const weights = order.map((j, at) => (at < cut ? high[j] : low[j]));
      if (weights.some(Boolean))
        least = Math.min(
          least,
          dot(
            weights,
            order.map((j) => gains[j]),
          ) / sum(weights),
        );
    }
    if (least < Infinity) total += least * (least > 0 ? ends.low : ends.high);
  }
  gains.forEach((gain, j) => (total += grouped.has(j) ? 0 : gain * (gain > 0 ? low[j] : high[j])));
  return total;
}

// Share of simulations with an unlisted criterion in which the leader ranks first.
function withUnlisted({ problem, weights, groupWeights, scenario }, scores, leader) {
  const { criteria, groups, limits } = problem;
  const alone = [
    ...groups.map(({ id }, g) => (id in scenario.groups ? groupWeights[g] : 0)),
    ...criteria.map(({ group }, j) => (groups[group].id in scenario.groups ? 0 : weights[j])),
  ].filter((weight) => weight > 0);
  const next = generator(7);
  const shares = Float64Array.from({ length: limits.causeDraws }, () => {
    const weight = alone[Math.floor(next() * alone.length)];
    return weight / (1 + weight);
  });
  const beyond = scores.map((row) => shares.map((share, n) => (1 - share) * row[n] + share * next()));
  return firstShares(beyond, limits.causeDraws, limits)[leader];
}

// The lead of the first-ranked row and its certainty; the verdict is that of `advisor.robustness`, test for test.
export function assess(ranking) {
  const { problem, rows, scores, weights, order } = ranking;
  const { limits } = problem;
  const [leader, second] = order;
  const box = plausible(ranking);
  const drawnWeights = drawWeights(ranking, box);
  const simulated = drawScores(ranking, drawnWeights, limits.draws);
  const shares = firstShares(simulated, limits.draws, limits);
  const likeliest = argsort(shares.map((share) => -share));
  const margins = scores.map((score) => scores[leader] - score);
  const variance = (row) =>
    sum(weights.map((weight, j) => (weight ? weight ** 2 * (shuffled(problem, row, j)?.variance ?? 0) : 0)));
  const doubts = rows.map((row) => Math.sqrt(variance(rows[leader]) + variance(row)));
  const share = shares[leader];
  const few = (of, vary) =>
    firstShares(drawScores(ranking, of, limits.causeDraws, vary), limits.causeDraws, limits)[leader];
  const lead = {
    leader,
    second,
    margin: margins[second],
    share,
    shares,
    rival: Math.max(...shares.filter((_, row) => row !== leader)),
    likelier: likeliest.filter((row) => shares[row] > share),
    contenders: likeliest.filter((row) => row !== leader && shares[row] >= limits.contender),
    close: order.slice(1).filter((row) => margins[row] <= doubts[row] + limits.tie),
    turning: turningWeights(ranking, box, leader),
    unbeaten: rows.every(
      (row) =>
        leastSum(
          rows[leader].values.map((own, j) => own - row.values[j]),
          box,
        ) >= -limits.tie,
    ),
    cuts: turningCuts(ranking, leader),
    questions: turningQuestions(ranking, leader),
    // The last three are simulated only where the verdict asks for them.
    get beyond() {
      return withUnlisted(ranking, simulated, leader);
    },
    get byWeights() {
      return few(drawnWeights, false);
    },
    get byFacts() {
      return few(
        weights.map((weight) => (weight ? new Float64Array(limits.causeDraws).fill(weight) : undefined)),
        true,
      );
    },
  };
  return Object.assign(lead, judge(lead, limits));
}

export function judge(lead, { tie, clear }) {
  const said = (verdict, reason) => ({ verdict, reason });
  if (lead.margin <= tie) return said("tie", "equal");
  if (lead.close.length) return said("tie", "facts");
  if (lead.rival > lead.share) return said("tie", "rival");
  if (lead.share >= clear) {
    if (lead.cuts.length) return said("fragile", "cut");
    if (lead.questions.length) return said("fragile", "question");
    return lead.beyond >= clear ? said("clear", "nothing") : said("fragile", "unlisted");
  }
  if (lead.byFacts < lead.byWeights) return said("fragile", "facts");
  return said("fragile", lead.turning.length ? "one weight" : "weights");
}

// Requirements that alone rule somebody out, and who would lead without each.
export function relaxations(ranking) {
  const leaders = ({ rows, ranks }) => rows.filter((_, row) => ranks[row] === 1);
  const now = leaders(ranking).map(({ id }) => id);
  return Object.entries(ranking.demands).flatMap(([id, demand]) => {
    const alone = ({ missing }) => missing.length === 1 && missing[0].requirement.id === id;
    const returning = ranking.excluded.filter(alone);
    if (!returning.length) return [];
    const requirements = { ...ranking.choices.requirements, [id]: "" };
    const first = leaders(rank(ranking.problem, { ...ranking.choices, requirements }, ranking.known));
    return [
      {
        requirement: byId(ranking.problem.requirements, id),
        demand,
        returning,
        leaders: first,
        changes: !first.some((one) => now.includes(one.id)),
      },
    ];
  });
}

// What each answer changes: shares of its targets with and without it.
export function shifts({ problem, scenario, advice }) {
  const only = Object.fromEntries(Object.keys(scenario.answers).map((question) => [question, ""]));
  const shares = (leftOut) => {
    const weights = normalise(advise(problem, scenario, { ...only, ...advice.answers, [leftOut]: "" }).weights);
    return {
      ...Object.fromEntries(problem.criteria.map(({ id }, j) => [id, weights[j]])),
      ...Object.fromEntries(
        Object.keys(scenario.groups).map((id) => [id, sum(byId(problem.groups, id).columns.map((j) => weights[j]))]),
      ),
    };
  };
  const now = shares("");
  return Object.keys(advice.answers).flatMap((question) => {
    const rules = setOff(problem, { [question]: advice.answers[question] }).filter(
      ({ effect }) => effect !== "require",
    );
    const without = rules.length ? shares(question) : now;
    return rules.map((rule) => ({ rule, before: without[rule.target], after: now[rule.target] }));
  });
}

// The weights of a group's criteria if the group gets a weight, as `Decision.set_group_weight` sets them.
export function groupParts(ranking, g, weight) {
  const { problem, raw, advice, scenario } = ranking;
  const { columns } = problem.groups[g];
  const known = [
    raw,
    advice.weights,
    problem.criteria.map(({ id }) => advice.parts[id]?.[0] ?? 0),
    scenario.weights.map(([start]) => start),
    raw.map(() => 1),
  ];
  const parts = known.map((all) => columns.map((j) => all[j])).find((one) => one.some(Boolean));
  const { largest, tie } = problem.limits;
  const factor = Math.min(weight / sum(parts), largest / Math.max(...parts));
  return Object.fromEntries(
    columns.map((j, at) => {
      const moved = Math.min(factor * parts[at], largest);
      // A weight that is back at its start, up to rounding, is not a choice.
      const back = Math.abs(moved - advice.weights[j]) <= tie * Math.max(moved, advice.weights[j]);
      return [problem.criteria[j].id, back ? advice.weights[j] : moved];
    }),
  );
}
