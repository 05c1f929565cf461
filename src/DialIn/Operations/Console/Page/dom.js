// Small ways to make and change elements. Text is always text: nothing here reads markup.

const svgSpace = 'http://www.w3.org/2000/svg';

/** Finds an element of the page by its id. */
export const $ = id => document.getElementById(id);

/** Makes an element. */
export function el(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter(child => child !== null && child !== undefined));
  return made;
}

/** Makes an SVG element. */
export function svg(name, attributes = {}, ...children) {
  const made = document.createElementNS(svgSpace, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** Changes a text only if it is another one: what is unchanged is not read aloud again and keeps its selection. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Shows or hides. */
export function show(element, isShown) {
  if (element.hidden === isShown) element.hidden = !isShown;
}

/** Brings children in line with items: those with the same key stay the same elements, and keep the focus. */
export function sync(parent, items, keyOf, make, update) {
  const keys = items.map(item => String(keyOf(item)));
  const wanted = new Set(keys);
  const old = new Map();
  // What is gone goes first: else all that comes after it would be moved, and lose the focus. Of two with one key, one stays.
  for (const child of [...parent.children]) {
    if (wanted.has(child.dataset.key) && !old.has(child.dataset.key)) old.set(child.dataset.key, child);
    else child.remove();
  }
  let place = parent.firstElementChild;
  items.forEach((item, index) => {
    const key = keys[index];
    let child = old.get(key);
    old.delete(key);
    if (!child) {
      child = make(item);
      child.dataset.key = key;
    }
    update(child, item);
    if (child === place) place = place.nextElementSibling;
    else parent.insertBefore(child, place);
  });
}
