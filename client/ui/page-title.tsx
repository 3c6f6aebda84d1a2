import { useMe } from "../app/session";
import { useWords } from "../app/words";

/** What the window is called: the screen first, as tabs cut off the end. */
export function PageTitle({ parts }: { parts: string[] }) {
  const { conference } = useMe();
  const words = useWords();
  return <title>{[...parts, words(conference.title)].join(" · ")}</title>;
}
