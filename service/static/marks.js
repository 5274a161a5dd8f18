// The note's marks: drawn on a layer behind the text field, with the number of their suggestion.

import { $, el } from "./dom.js";
import { shifted } from "./offsets.js";

const WEIGHT = { found: 3, score: 2, "left-out": 1 };

/** The marks of one text field; spans are {start, end, look, number, numbered, weak}, in
 * UTF-16 units. */
export class Marks {
  constructor(field) {
    this.field = field;
    this.layer = $("marks");
    this.text = "";
    this.spans = [];
    this.shown = 0;
    field.addEventListener("scroll", () => this.scroll());
    new ResizeObserver(() => this.scroll()).observe(field);
  }

  /** Show these spans of the present text. */
  show(spans) {
    this.text = this.field.value;
    this.spans = spans;
    this.draw();
  }

  /** The text was changed: keep each mark with its words until new ones come. */
  follow() {
    this.spans = shifted(this.spans, this.text, this.field.value);
    this.text = this.field.value;
    this.draw();
  }

  /** Let one suggestion's marks stand out; 0 is none. */
  light(number) {
    if (number === this.shown) return;
    this.shown = number;
    for (const mark of this.layer.querySelectorAll("mark"))
      mark.classList.toggle("lit", mark.dataset.numbers.split(" ").includes(String(number)));
  }

  /** The number of the suggestion at a place in the text, 0 for none. */
  numberAt(place) {
    const there = this.spans.filter((span) => span.number && span.start <= place && place <= span.end);
    there.sort((a, b) => a.end - a.start - (b.end - b.start));
    return there.length ? there[0].number : 0;
  }

  /** Select a stretch of the note, and have it in sight. */
  select(start, end) {
    this.field.focus();
    this.field.setSelectionRange(start, end);
    let at = 0;
    for (const node of this.layer.childNodes) {
      if (at + node.textContent.length > start) {
        const top = node.offsetTop ?? 0;
        this.field.scrollTop = Math.max(0, top - this.field.clientHeight / 3);
        break;
      }
      at += node.textContent.length;
    }
  }

  draw() {
    const { text, spans } = this;
    const edges = [...new Set([0, text.length, ...spans.flatMap((span) => [span.start, span.end])])].sort((a, b) => a - b);
    const parts = [];
    for (let i = 0; i + 1 < edges.length; i += 1) {
      const [start, end] = [edges[i], edges[i + 1]];
      const here = spans.filter((span) => span.start <= start && span.end >= end);
      parts.push(here.length ? piece(text.slice(start, end), start, here) : text.slice(start, end));
    }
    // A last line that is empty has no height without a character of its own.
    this.layer.replaceChildren(...parts, "\u200b");
    this.shown = 0;
    this.scroll();
  }

  scroll() {
    this.layer.scrollTop = this.field.scrollTop;
    this.layer.style.setProperty("--bar", `${this.field.offsetWidth - this.field.clientWidth}px`);
  }
}

function piece(words, start, here) {
  const strong = here.filter((span) => !span.weak);
  const main = (strong.length ? strong : here).reduce((a, b) => (WEIGHT[b.look] > WEIGHT[a.look] ? b : a));
  const numbers = [...new Set(here.filter((span) => span.number).map((span) => span.number))];
  const begins = [...new Set(here.filter((span) => span.start === start && span.numbered).map((span) => span.number))];
  return el(
    "mark",
    {
      class: `${main.look}${strong.length ? "" : " weak"}`,
      "data-numbers": numbers.join(" "),
      "data-label": begins.length ? begins.sort((a, b) => a - b).join("·") : null,
    },
    words,
  );
}
