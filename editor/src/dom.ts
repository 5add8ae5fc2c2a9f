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

function fill(element: Element, attributes: Attributes, children: Child[]): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value as EventListener);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== undefined && value !== false) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child): child is Node | string => child !== undefined && child !== false));
}

/** Replaces the children of an element if they differ. Otherwise focus and screen readers are not disturbed. */
export function put(element: Element, ...children: Child[]): void {
  const kept = children.filter((child): child is Node | string => child !== undefined && child !== false);
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
  if (element.textContent !== text) element.textContent = text;
}

/** Renders a text, with code between backticks. */
export function words(text: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  text.split(/`([^`]+)`/).forEach((part, at) => {
    if (part !== '') fragment.append(at % 2 === 1 ? html('code', {}, part) : part);
  });
  return fragment;
}

/** Returns a number with its noun: `3 errors`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** Returns a text with an upper-case first letter. */
export const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
