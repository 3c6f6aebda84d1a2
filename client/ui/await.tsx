import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { ApiFailure } from "../app/api";
import { Loading } from "./loading";
import { ErrorNotice } from "./notice";

/** A read, or that it is loading, or why it could not be read. Keeps showing what it has when a later read fails. */
export function Await<T>({
  of,
  children,
}: {
  of: UseQueryResult<T, ApiFailure>;
  children: (data: T) => ReactNode;
}) {
  if (of.data !== undefined) {
    return (
      <>
        {of.error && <ErrorNotice error={of.error} onRetry={() => void of.refetch()} />}
        {children(of.data)}
      </>
    );
  }
  if (of.error) return <ErrorNotice error={of.error} onRetry={() => void of.refetch()} />;
  return <Loading />;
}
