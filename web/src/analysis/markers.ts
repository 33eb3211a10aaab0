/** The elements of the map's markers; MapLibre places them. */

/** How far one press of an arrow key moves a site, pixels. */
export const STEP_PX: Readonly<Record<string, readonly [x: number, y: number]>> = { ArrowLeft: [-8, 0], ArrowRight: [8, 0], ArrowUp: [0, -8], ArrowDown: [0, 8] };

/** A site to try: a button, so that the keyboard reaches it. */
export function trialMarker(): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = 'mark-trial';
  return element;
}

function sign(className: string, text: string, label: string): HTMLDivElement {
  const element = document.createElement('div');
  element.className = className;
  element.textContent = text;
  element.setAttribute('role', 'img');
  element.setAttribute('aria-label', label);
  return element;
}

/** A chosen place with its rank. */
export const placeMarker = (rank: number, label: string) => sign('mark-place', String(rank), label);

/** The best place of a gap. */
export const bestMarker = (label: string) => sign('mark-best', '★', label);
