// The API counts code points, the browser UTF-16 units. Most notes need no change at all.

/** A function from code points to units, for one text. */
export function unitsOf(text) {
  if (!/[\uD800-\uDBFF]/.test(text)) return (point) => point;
  const starts = [];
  let unit = 0;
  for (const character of text) {
    starts.push(unit);
    unit += character.length;
  }
  starts.push(unit);
  return (point) => starts[Math.min(point, starts.length - 1)];
}

/** Spans of an older text in a newer one; those that were typed in are gone. */
export function shifted(spans, before, after) {
  if (before === after) return spans;
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start += 1;
  let tail = 0;
  while (tail < most - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  const end = before.length - tail;
  const more = after.length - before.length;
  return spans
    .filter((span) => span.end <= start || span.start >= end)
    .map((span) => (span.start >= end ? { ...span, start: span.start + more, end: span.end + more } : span));
}
