import { type Meter, NO_METER } from "../collab/meter";

export type PoolFigures = { total: number; idle: number; waiting: number };

/** What is so at the moment of asking. */
export type Figures = {
  rooms: number;
  sockets: number;
  pending: number;
  lagging: number;
  present: number;
  liveStreams: number;
  /** Servers on the same database that were heard of on the bus, without this one. */
  otherNodes: number;
  pools: Record<string, PoolFigures>;
};

/** What the server tells whoever counts; the parts know nothing of how it is counted or shown. */
export type Metrics = {
  collab: Meter;
  /** `outcome`: ok, the code of the refusal, or "failed" when something was thrown. */
  commandDone(name: string, outcome: string, ms: number): void;
  actsRecorded(count: number): void;
  /** Asked each time that somebody looks. */
  watch(read: () => Figures): void;
};

export const NO_METRICS: Metrics = {
  collab: NO_METER,
  commandDone() {},
  actsRecorded() {},
  watch() {},
};
