/** Attributes and listeners (`onclick`) of a new element. */
export type Attributes = Record<string, string | number | boolean | undefined | ((event: never) => void)>;
export type Child = Node | string | undefined | false;

const SVG = 'http://www.w3.org/2000/svg';

/** Creates an HTML element. */
export function html<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  fill(element, attributes, children);
  return element;
}

/** Creates an SVG element. */
export function svg<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, name);
  fill(element, attributes, children);
  return element;
}

/** Characters that are invisible, or that change the order of the text around them. Line breaks and tabs are kept. */
const UNSAFE = /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Returns a text for the page: an unsafe character is shown as `\u{202e}`. */
export const visible = (text: string): string =>
  text.replace(UNSAFE, (char) => `\\u{${char.charCodeAt(0).toString(16)}}`);

/** Attributes that are shown or read out. */
const SHOWN: ReadonlySet<string> = new Set(['title', 'aria-label', 'placeholder', 'label']);

/** Returns the children of an element. All texts of the page come here or to {@link setText}. */
const shown = (children: readonly Child[]): (Node | string)[] =>
  children
    .filter((child): child is Node | string => child !== undefined && child !== false)
    .map((child) => (typeof child === 'string' ? visible(child) : child));

function fill(element: Element, attributes: Attributes, children: Child[]): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value as EventListener);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== undefined && value !== false)
      element.setAttribute(name, SHOWN.has(name) ? visible(String(value)) : String(value));
  }
  element.append(...shown(children));
}

/** Replaces the children of an element if they differ. Otherwise focus and screen readers are not disturbed. */
export function put(element: Element, ...children: Child[]): void {
  const kept = shown(children);
  const same =
    kept.length === element.childNodes.length &&
    kept.every((child, at) => {
      const current = element.childNodes[at];
      return typeof child === 'string' ? current instanceof Text && current.data === child : child === current;
    });
  if (!same) element.replaceChildren(...kept);
}

/** Replaces only the children of an element that differ: for long lists with few changes. */
export function patch(element: Element, children: readonly Node[]): void {
  children.forEach((child, at) => {
    const current = element.childNodes[at];
    if (child === current) return;
    // One child was removed: the children after it do not move.
    if (current && current.nextSibling === child) current.remove();
    else element.insertBefore(child, current ?? null);
  });
  while (element.childNodes.length > children.length) element.lastChild?.remove();
}

/** Sets the text of an element if it differs. */
export function setText(element: Element, text: string): void {
  const shown = visible(text);
  if (element.textContent !== shown) element.textContent = shown;
}

/** Shows a name of the user. Its direction does not affect the words beside it. */
export const bdi = (text: string): HTMLElement => html('bdi', {}, text);

/** Renders a text, with code between backticks. The direction of code does not affect the words beside it. */
export function words(text: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  text.split(/`([^`]+)`/).forEach((part, at) => {
    if (part !== '') fragment.append(at % 2 === 1 ? html('code', { dir: 'auto' }, part) : visible(part));
  });
  return fragment;
}

/** Returns a number with its noun: `3 errors`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** Returns a text with an upper-case first letter. */
export const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
