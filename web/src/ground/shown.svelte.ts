/** What of the plan or of a list is asked for on the map; the address leads. */
import { type Ground, groundIn } from './ground';

class GroundView {
  shown: Ground | null = $state.raw(groundIn(location.search));
}

export const ground = new GroundView();
