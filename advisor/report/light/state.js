// What somebody has chosen: as the fragment of the address, in the form of `advisor.session.link`, and
// as a decision record that `advisor.report.record` reads.
import { byId, noChoices } from "./score.js";

const VERSION = "2";
const [NONE, OPEN] = ["none", "_"];

const joined = (entries) => entries.map((parts) => parts.join(".")).join("~");

// Empty if nothing is chosen.
export function toQuery(problem, choices) {
  const slug = ([id, demand]) => {
    const { demands, slugs } = byId(problem.requirements, id);
    return [id, demand ? slugs[demands.indexOf(demand)] : NONE];
  };
  const parts = {
    s: choices.scenario === problem.scenarios[0].id ? "" : choices.scenario,
    a: joined(Object.entries(choices.answers).map(([question, answer]) => [question, answer || OPEN])),
    r: joined(Object.entries(choices.requirements).map(slug)),
    w: joined(Object.entries(choices.weights).sort()),
    f: choices.reading,
    i: joined(
      Object.entries(choices.inputs).flatMap(([criterion, row]) =>
        Object.entries(row).map((cell, at) => [at ? "" : criterion, ...cell]),
      ),
    ),
    o: choices.included.join("~"),
    x: choices.excluded.join("~"),
  };
  const said = Object.entries(parts).filter(([, text]) => text);
  return said.length
    ? [["v", VERSION], ...said].map(([key, text]) => `${key}=${encodeURIComponent(text)}`).join("&")
    : "";
}

// Choices of a query, and the pieces of it that the problem does not allow.
export function fromQuery(problem, query) {
  const found = noChoices(problem);
  const strange = [];
  const said = new URLSearchParams(query.replace(/^[#?]+/, ""));
  const keep = (piece, part, allowed) =>
    allowed ? (found[part] = { ...found[part], ...allowed }) : strange.push(piece);
  const readers = {
    s: (piece) => (byId(problem.scenarios, piece) ? (found.scenario = piece) : strange.push(piece)),
    a: (piece, [id, answer]) => keep(piece, "answers", { [id]: answer === OPEN ? "" : answer }),
    r: (piece, [id, wanted]) => {
      const needed = byId(problem.requirements, id);
      const demand = wanted === NONE ? "" : needed?.demands[needed.slugs.indexOf(wanted)];
      keep(piece, "requirements", demand === undefined ? undefined : { [id]: demand });
    },
    w: (piece, [id, ...number]) => keep(piece, "weights", { [id]: Number(number.join(".")) }),
    f: (piece) => (found.reading = piece),
    i: (piece, [criterion, alternative, ...number]) => {
      last = criterion || last;
      keep(piece, "inputs", { [last]: { ...found.inputs[last], [alternative]: Number(number.join(".")) } });
    },
    o: (piece) => found.included.push(piece),
    x: (piece) => found.excluded.push(piece),
  };
  let last = "";
  for (const [key, read] of Object.entries(readers))
    for (const piece of said.get(key)?.split("~") ?? []) read(piece, piece.split("."));
  if (said.has("p")) strange.push(said.get("p"));
  const checked = allowed(problem, found);
  return { choices: checked.choices, strange: [...strange, ...checked.strange] };
}

// The same choices without what the problem does not have, which is named.
export function allowed(problem, given) {
  const strange = [];
  const kept = (part, test) =>
    Object.fromEntries(
      Object.entries(given[part] ?? {}).filter((entry) => test(...entry) || (strange.push(entry[0]), false)),
    );
  const known = problem.alternatives.map(({ id }) => id);
  const some = (part) => (given[part] ?? []).filter((id) => known.includes(id) || (strange.push(id), false));
  const finite = (number) => typeof number === "number" && Number.isFinite(number);
  const inputs = kept(
    "inputs",
    (id, row) =>
      byId(problem.criteria, id)?.input && Object.entries(row).every(([a, x]) => known.includes(a) && finite(x)),
  );
  const reading = byId(problem.readings, given.reading) || !given.reading;
  const scenario = byId(problem.scenarios, given.scenario) || !given.scenario;
  if (given.ballots?.length) strange.push("ballots");
  if (given.plausible && (given.plausible.kind !== "ranges" || given.plausible.facts === false))
    strange.push("plausible");
  if (!reading) strange.push(given.reading);
  if (!scenario) strange.push(given.scenario);
  const choices = {
    ...noChoices(problem),
    ...(scenario && given.scenario && { scenario: given.scenario }),
    answers: kept("answers", (id, answer) => {
      const question = byId(problem.questions, id);
      return question && (["", "not_sure"].includes(answer) || byId(question.choices, answer));
    }),
    requirements: kept(
      "requirements",
      (id, demand) =>
        ["", ...(byId(problem.requirements, id)?.demands ?? [NONE])].includes(demand) && byId(problem.requirements, id),
    ),
    weights: kept(
      "weights",
      (id, weight) => byId(problem.criteria, id) && finite(weight) && weight >= 0 && weight <= problem.limits.largest,
    ),
    reading: reading ? (given.reading ?? "") : "",
    inputs,
    included: some("included"),
    excluded: some("excluded"),
  };
  return { choices, strange };
}

// The record of a decision as plain data, as `make_record` writes it; a room and `--ballot` take its
// weights for the vote of `name`.
export function record(ranking, lead, { title, sentence, detail }, { made, link, name }) {
  const { problem, choices, known, rows, scores, order, raw } = ranking;
  const { criteria, groups, questions, sources } = problem;
  const named = (all, what) => Object.fromEntries(all.map((one) => [one.id, what(one)]));
  const round = (share) => Math.round(share * 1e4) / 1e4;
  const [year, month, day] = made.split("-");
  return {
    format: "backend-advisor decision record",
    version: 1,
    made,
    review_by: `${Number(year) + 1}-${month}-${month + day === "0229" ? "28" : day}`,
    problem: problem.id,
    title: problem.title,
    link,
    name,
    decision: { status: "proposed", decided: "", by: [] },
    state: choices,
    weights: Object.fromEntries(criteria.flatMap(({ id }, j) => (raw[j] ? [[id, raw[j]]] : []))),
    result: {
      summary: [title, sentence, detail].filter(Boolean),
      verdict: lead?.verdict ?? null,
      share: lead ? round(lead.share) : null,
      ranking: order.map((row) => ({ alternative: rows[row].id, score: round(scores[row]) })),
    },
    facts: named(known, ({ cells }) =>
      Object.fromEntries(
        criteria.flatMap(({ id, input }, j) =>
          input ? [] : [[id, { performance: cells[j].stated, source: sources[cells[j].source]?.[0] ?? "" }]],
        ),
      ),
    ),
    model: {
      groups: named(groups, (group) => group.name),
      criteria: named(criteria, (criterion) => ({ name: criterion.name, group: groups[criterion.group].id })),
      questions: named(questions, ({ question, choices }) => ({
        question,
        answers: named(choices, ({ text }) => text),
      })),
    },
  };
}
