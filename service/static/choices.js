// What she chose and rejected. Nothing is chosen but by her; each step can be undone.

const PARTS = ["signs", "interventions", "ratings"];

/** Keys of things, by which a choice is kept when the note is coded anew. */
export const keyOf = {
  problem: (code) => `problem ${code}`,
  signs: (sign) => `sign ${sign.code}`,
  interventions: (each) => `intervention ${each.problem ?? "-"} ${each.category} ${each.target}`,
  ratings: (each) => `rating ${each.problem ?? "-"} ${each.scale} ${each.value}`,
};

/** One group for each problem that is suggested or was chosen, and one for what has none. */
export function groupsOf(answer, choices) {
  const groups = new Map();
  const group = (code) => {
    if (!groups.has(code))
      groups.set(code, { code, problem: null, signs: [], interventions: [], ratings: [], number: 0 });
    return groups.get(code);
  };
  (answer?.problems ?? []).forEach((problem, place) => {
    Object.assign(group(problem.code), { problem, number: place + 1 });
    group(problem.code).signs.push(...problem.signs);
  });
  for (const kind of ["interventions", "ratings"])
    for (const each of answer?.[kind] ?? []) group(each.problem)[kind].push(each);
  for (const [key, { kind, item, problem }] of choices.chosen) {
    const there = group(problem);
    if (kind === "problem") there.problem ??= { ...item, signs: [], evidence: [], kept: true };
    else if (!there[kind].some((each) => keyOf[kind](each) === key)) there[kind].push({ ...item, evidence: [], kept: true });
  }
  const loose = groups.get(null) ?? null;
  groups.delete(null);
  let number = answer?.problems.length ?? 0;
  const ordered = [...groups.values()].filter((each) => each.problem);
  for (const each of ordered) each.number ||= ++number;
  return { groups: ordered, loose };
}

export class Choices extends EventTarget {
  constructor() {
    super();
    this.clear();
  }

  clear() {
    this.chosen = new Map();
    this.rejected = new Set();
    this.edited = new Map();
    this.past = [];
    this.replacements = new Map();
  }

  has(key) {
    return this.chosen.has(key);
  }

  /** The modifier and client of a problem: hers, else those suggested. */
  modifiersOf(problem) {
    return { modifier: problem.modifier, client: problem.client, ...this.edited.get(problem.code) };
  }

  choose(kind, item, problem, on) {
    this.step(() => (on ? this.add(kind, item, problem) : this.drop(kind, item, problem)));
  }

  acceptAll(group) {
    this.step(() => {
      this.rejected.delete(group.code);
      if (group.problem) this.add("problem", group.problem, group.code);
      for (const kind of PARTS) for (const item of group[kind]) this.add(kind, item, group.code);
    });
  }

  reject(group) {
    this.step(() => {
      this.rejected.add(group.code);
      this.drop("problem", group.problem, group.code);
    });
  }

  restore(code) {
    this.step(() => this.rejected.delete(code));
  }

  edit(code, values) {
    this.step(() => this.edited.set(code, { ...this.edited.get(code), ...values }));
  }

  replace(group, item) {
    this.step(() => {
      this.rejected.add(group.code);
      this.drop("problem", group.problem, group.code);
      this.edited.set(item.code, this.modifiersOf(group.problem));
      this.add("problem", item, item.code);
      this.replacements.set(group.code, item.code);
    });
  }

  /** Take the last step back; whether there was one. */
  undo() {
    const before = this.past.pop();
    if (!before) return false;
    Object.assign(this, before);
    this.#tell();
    return true;
  }

  step(change) {
    this.past.push({
      chosen: new Map(this.chosen),
      rejected: new Set(this.rejected),
      edited: new Map(this.edited),
      replacements: new Map(this.replacements),
    });
    if (this.past.length > 100) this.past.shift();
    change();
    this.#tell();
  }

  /** As JSON, to live through a change of language. */
  toState() {
    return {
      chosen: [...this.chosen],
      rejected: [...this.rejected],
      edited: [...this.edited],
      replacements: [...this.replacements],
    };
  }

  fromState(state) {
    this.chosen = new Map(state.chosen);
    this.rejected = new Set(state.rejected);
    this.edited = new Map(state.edited);
    this.replacements = new Map(state.replacements);
  }

  add(kind, item, problem) {
    const key = kind === "problem" ? keyOf.problem(item.code) : keyOf[kind](item);
    this.chosen.set(key, { kind, item, problem });
    if (kind === "problem") this.rejected.delete(item.code);
  }

  drop(kind, item, problem) {
    this.chosen.delete(kind === "problem" ? keyOf.problem(item.code) : keyOf[kind](item));
    // What belongs to a problem does not stay without it.
    if (kind === "problem")
      for (const [key, each] of this.chosen) if (each.problem === problem) this.chosen.delete(key);
  }

  #tell() {
    this.dispatchEvent(new Event("change"));
  }
}
