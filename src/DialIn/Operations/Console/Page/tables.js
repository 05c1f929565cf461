// Tables whose rows stay the same elements while their content changes.

import { el, setText, show, sync } from './dom.js';
import { t } from './texts.js';

/**
 * Puts a table into a section.
 * columns: [{ title: key of a text, text(item) or draw(cell, item), className }], the first one heads its row.
 * Gives a function that shows items.
 */
export function table(section, columns, keyOf, emptyText) {
  const headings = columns.map(() => el('th', { scope: 'col', role: 'columnheader' }));
  const body = el('tbody', { role: 'rowgroup' });
  const made = el('table', { role: 'table', 'aria-labelledby': `${section.id}-title` },
    el('thead', { role: 'rowgroup' }, el('tr', { role: 'row' }, ...headings)), body);
  const empty = el('p', { class: 'empty' });
  section.append(made, empty);

  const make = () => el('tr', { role: 'row' }, ...columns.map((column, index) => {
    const cell = index === 0
      ? el('th', { scope: 'row', role: 'rowheader', class: column.className })
      : el('td', { role: 'cell', class: column.className });
    if (column.text) cell.append(el('span'));
    return cell;
  }));
  const update = (row, item) => columns.forEach((column, index) => {
    const cell = row.children[index];
    if (cell.dataset.label !== t(column.title)) cell.dataset.label = t(column.title);
    if (column.text) setText(cell.firstChild, column.text(item) ?? '–');
    else column.draw(cell, item);
  });

  return items => {
    headings.forEach((heading, index) => setText(heading, t(columns[index].title)));
    setText(empty, t(emptyText));
    show(empty, items.length === 0);
    show(made, items.length > 0);
    sync(body, items, keyOf, make, update);
  };
}

/** Shows a text, and below it a softer one, in a cell. */
export function lines(cell, text, more, className, lang) {
  if (cell.childElementCount !== 1 || cell.firstChild.tagName !== 'DIV') {
    cell.replaceChildren(el('div', {}, el('span'), el('span', { class: 'more' })));
  }
  const [first, second] = cell.firstChild.children;
  setText(first, text);
  if (first.className !== (className ?? '')) first.className = className ?? '';
  setText(second, more ?? '');
  if (!lang || !more) second.removeAttribute('lang');
  else if (second.lang !== lang) second.lang = lang;
  show(second, Boolean(more));
}
