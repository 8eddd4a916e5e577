/** A rectangle whose corner (x, y) is its top left. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A label that wants to stand near a round mark. */
export interface LabelRequest {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly width: number;
  readonly height: number;
}

/** Where a label came to stand, and the line that ties it to its mark when it had to move away. */
export interface PlacedLabel {
  readonly box: Box;
  readonly leader: { readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number } | null;
}

/** What labels have to mind: marks, which a leader may cross; texts, which it may not; and the area they must stay in. */
export interface Surroundings {
  readonly marks: readonly Box[];
  readonly otherTexts: readonly Box[];
  readonly bounds: Box;
}

const gaps = [3, 10, 20, 34, 50, 70, 95, 125] as const;
const directions = 16;

/**
 * A place for each label, first come first served: inside the bounds, over no obstacle and no other label, its leader
 * across no text. Nearer places are tried first; a label without a place is null and is left out.
 */
export function placeLabels(requests: readonly LabelRequest[], surroundings: Surroundings): (PlacedLabel | null)[] {
  const { marks, otherTexts, bounds } = surroundings;
  const taken = [...marks, ...otherTexts];
  const texts = [...otherTexts];
  const leaders: NonNullable<PlacedLabel['leader']>[] = [];
  return requests.map((request) => {
    const place = candidates(request).find(({ box, leader }) => (
      isInside(box, bounds) && !taken.some((other) => overlaps(box, other)) && !leaders.some((line) => crosses(line, box))
      && (leader === null || !texts.some((other) => crosses(leader, other)))
    ));
    if (place === undefined) return null;
    taken.push(place.box);
    texts.push(place.box);
    if (place.leader !== null) leaders.push(place.leader);
    return place;
  });
}

/** True when two rectangles share area. */
export function overlaps(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function candidates(request: LabelRequest): PlacedLabel[] {
  const { x, y, radius, width, height } = request;
  return gaps.flatMap((gap) => Array.from({ length: directions }, (_, step): PlacedLabel => {
    // Right first, then alternating downwards and upwards.
    const angle = (step % 2 === 0 ? -1 : 1) * Math.ceil(step / 2) * (2 * Math.PI / directions);
    const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
    const box = { x: x + dx * (radius + gap + width / 2) - width / 2, y: y + dy * (radius + gap + height / 2) - height / 2, width, height };
    const end = nearestPoint(box, x, y);
    return { box, leader: gap <= 10 ? null : { x1: x + dx * radius, y1: y + dy * radius, x2: end.x, y2: end.y } };
  }));
}

function nearestPoint(box: Box, x: number, y: number): { x: number; y: number } {
  return { x: Math.min(Math.max(x, box.x), box.x + box.width), y: Math.min(Math.max(y, box.y), box.y + box.height) };
}

function isInside(box: Box, bounds: Box): boolean {
  return box.x >= bounds.x && box.y >= bounds.y && box.x + box.width <= bounds.x + bounds.width && box.y + box.height <= bounds.y + bounds.height;
}

function crosses(line: NonNullable<PlacedLabel['leader']>, box: Box): boolean {
  const samples = 24;
  for (let i = 0; i <= samples; i++) {
    const x = line.x1 + (line.x2 - line.x1) * i / samples;
    const y = line.y1 + (line.y2 - line.y1) * i / samples;
    if (x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height) return true;
  }
  return false;
}
