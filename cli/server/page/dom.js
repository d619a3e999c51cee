/* Making and changing elements. Text from the wire goes through textContent or into an attribute,
 * and nowhere else, so that it can never become markup. */

/** A new element, `make('button.quiet', {type: 'button', onclick}, 'Hang up')`. */
export function make(what, properties = {}, ...children) {
  const [tag, ...classes] = what.split('.');
  const element = document.createElement(tag);
  element.className = classes.join(' ');
  for (const [name, value] of Object.entries(properties)) {
    if (name in element) {
      element[name] = value;
    } else {
      element.setAttribute(name, value);
    }
  }
  element.append(...children);
  return element;
}

/** A small button; `label` says to those who see no context what it is about. */
export const button = (text, label, onclick) =>
  make('button.quiet', {type: 'button', 'aria-label': label, onclick}, text);

/** The element with this id, which index.html has. */
export const by = (id) => document.getElementById(id);

/** Sets a text only where it is another one: what stays is not laid out again. */
export function tell(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** The same for a data attribute, by which page.css and the tests know what is what. */
export function mark(element, name, value) {
  if (element.dataset[name] !== value) {
    element.dataset[name] = value;
  }
}

/** Makes `parent` show exactly `items`, in their order. Each keeps its element, found by its key,
 * as long as it is there: focus and selection stay where they are. */
export function keep(parent, items, key, create, update = () => {}) {
  const old = parent.kept ?? new Map();
  parent.kept = new Map();
  let place = parent.firstElementChild;
  for (const item of items) {
    let name = String(key(item));
    while (parent.kept.has(name)) {
      name += ' again';
    }
    const element = old.get(name) ?? create(item);
    old.delete(name);
    parent.kept.set(name, element);
    update(element, item);
    if (element === place) {
      place = place.nextElementSibling;
    } else {
      parent.insertBefore(element, place);
    }
  }
  old.forEach((element) => element.remove());
}
