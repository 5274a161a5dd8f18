// A button that opens a list of choices: arrows, first letters, Enter and Escape, as menus do.

/** `pick` gets the value of the item that is chosen. */
export function offerMenu(button, list, pick) {
  const items = [...list.querySelectorAll("[role=menuitem]")];
  const isOpen = () => !list.hidden;

  function set(open, focus) {
    list.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    (open ? items[focus ?? 0] : focus === undefined ? null : button)?.focus();
  }

  button.addEventListener("click", () => (isOpen() ? set(false, 0) : set(true)));
  button.addEventListener("keydown", (event) => {
    const at = { ArrowDown: 0, ArrowUp: items.length - 1 }[event.key];
    if (at === undefined) return;
    event.preventDefault();
    set(true, at);
  });
  list.addEventListener("keydown", (event) => {
    // The keys of the page rest while the menu is open.
    if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
    const at = items.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key] ?? startingWith(event.key, at);
    if (event.key === "Escape") set(false, 0);
    if (event.key === "Tab") set(false);
    if (to === null) return;
    event.preventDefault();
    items.at(to % items.length).focus();
  });
  list.addEventListener("focusout", (event) => {
    if (!list.contains(event.relatedTarget) && event.relatedTarget !== button) set(false);
  });
  for (const item of items)
    item.addEventListener("click", () => {
      set(false, 0);
      pick(item.dataset.value);
    });

  function startingWith(key, at) {
    if (key.length !== 1 || key === " ") return null;
    const found = [...items.slice(at + 1), ...items.slice(0, at + 1)].find((each) => each.textContent.trim().toLowerCase().startsWith(key.toLowerCase()));
    return found ? items.indexOf(found) : null;
  }

  return { open: () => set(true) };
}
