import type { ReactNode } from "react";
import type { InstrumentView } from "../../../shared/api/views/instruments";
import { useApi } from "../../app/api";
import { Await } from "../../ui/await";
import type { ReadMeeting } from "./server-clock";

/** The meeting of the body before which the instrument is, with the moment of the reading. */
export function WithMeeting({
  instrument,
  children,
}: {
  instrument: InstrumentView;
  children: (read: ReadMeeting) => ReactNode;
}) {
  const meeting = useApi("meeting", { body: instrument.body.slug });
  return <Await of={meeting}>{(data) => children({ meeting: data, readAtMs: meeting.dataUpdatedAt })}</Await>;
}
