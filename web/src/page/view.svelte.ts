/** What the reader is looking at; kept in the address, so that a link shows the same. */
import { study } from '../analysis/study.svelte';
import { writeGround } from '../ground/ground';
import { ground } from '../ground/shown.svelte';
import { FIGURES, type Figure } from '../api/coverage';

export type Panel = 'table' | 'why' | 'register' | 'analysis';

const DATE = /^\d{4}-\d{2}-\d{2}$/;

class View {
  /** Null until the service told its date. */
  asOf: string | null = $state(null);
  figure: Figure = $state('all');
  /** The chosen sub-district. */
  division: string | null = $state(null);
  /** The site whose card is open. */
  site: string | null = $state(null);
  panel: Panel = $state('table');
  /** The row whose reasons are shown: an id, or `unassigned`. */
  whyOf: string | null = $state(null);
  /** The map waits for a click that names a place. */
  picking = $state(false);
  /** The place that was clicked for registering, WGS 84; the form takes it from here. */
  picked: [lon: number, lat: number] | null = $state.raw(null);
  /** The site on which a piece is being registered, if the form was opened from its card. */
  registering: string | null = $state(null);
  /** Where the pin of the registration stands, WGS 84. */
  pin: [lon: number, lat: number] | null = $state.raw(null);

  constructor() {
    const query = new URLSearchParams(location.search);
    const asOf = query.get('as_of');
    if (asOf && DATE.test(asOf)) this.asOf = asOf;
    const figure = query.get('figure');
    if (FIGURES.includes(figure as Figure)) this.figure = figure as Figure;
    this.division = query.get('division');
    this.site = query.get('site');
    if (study.asked) this.panel = 'analysis';
  }

  /** The address of this view. */
  get search(): string {
    const query = new URLSearchParams();
    if (this.asOf) query.set('as_of', this.asOf);
    if (this.figure !== 'all') query.set('figure', this.figure);
    if (this.division) query.set('division', this.division);
    if (this.site) query.set('site', this.site);
    if (ground.shown) writeGround(query, ground.shown);
    if (this.panel === 'analysis') study.write(query);
    return `?${query}`;
  }

  explain(division: string) {
    this.whyOf = division;
    this.panel = 'why';
  }
}

export const view = new View();
