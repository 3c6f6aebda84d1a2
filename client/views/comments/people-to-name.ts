import { createContext, useContext, useMemo } from "react";
import type { PersonView } from "../../../shared/api/comments";
import { useApi } from "../../app/api";

/** Codes of the delegations that can read what is written here; null: everybody can. */
export const ReadersContext = createContext<readonly string[] | null>(null);

/** The people whom a comment may name: who could not read it is not called to it. */
export function usePeopleToName(): readonly PersonView[] {
  const { data } = useApi("people", {});
  const readers = useContext(ReadersContext);
  return useMemo(
    () =>
      (data ?? []).filter(({ delegation }) => !readers || (delegation && readers.includes(delegation.code))),
    [data, readers],
  );
}
