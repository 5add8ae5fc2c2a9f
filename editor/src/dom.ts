/** What an element is made with: attributes, listeners (`onclick`), and the text or elements in it. */
export type Attributes = Record<string, string | number | boolean | undefined | ((event: never) => void)>;
export type Child = Node | string | undefined | false;

const SVG = 'http://www.w3.org/2000/svg';

/** An element of HTML. */
export function html<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  fill(element, attributes, children);
  return element;
}

/** An element of a drawing. */
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

/** Puts other children into an element, unless nothing changes: what is looked at or read out stays as it is. */
export function put(element: Element, ...children: Child[]): void {
  const kept = children.filter((child): child is Node | string => child !== undefined && child !== false);
  const same =
    kept.length === element.childNodes.length &&
    kept.every((child, at) => {
      const there = element.childNodes[at];
      return typeof child === 'string' ? there instanceof Text && there.data === child : child === there;
    });
  if (!same) element.replaceChildren(...kept);
}

/** Puts other children into an element and leaves those alone that stay: for long lists of which little changes. */
export function patch(element: Element, children: readonly Node[]): void {
  children.forEach((child, at) => {
    const there = element.childNodes[at];
    if (child === there) return;
    // One was taken out: its followers stay where they are.
    if (there && there.nextSibling === child) there.remove();
    else element.insertBefore(child, there ?? null);
  });
  while (element.childNodes.length > children.length) element.lastChild?.remove();
}

/** Sets a text, unless it is there already. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** Words with code between backticks. */
export function words(text: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  text.split(/`([^`]+)`/).forEach((part, at) => {
    if (part !== '') fragment.append(at % 2 === 1 ? html('code', {}, part) : part);
  });
  return fragment;
}

/** `3 errors` */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
