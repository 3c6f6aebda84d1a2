import type { ButtonHTMLAttributes } from "react";
import { Link, type LinkProps } from "react-router";

export type Tone = "primary" | "danger" | "quiet";
type Look = { tone?: Tone; size?: "large" };

export function Button({ tone, size, ...rest }: Look & ButtonHTMLAttributes<HTMLButtonElement>) {
  return (
    <button
      type="button"
      {...rest}
      className={`button ${rest.className ?? ""}`}
      data-tone={tone}
      data-size={size}
    />
  );
}

export function ButtonLink({ tone, size, ...rest }: Look & LinkProps) {
  return <Link {...rest} className={`button ${rest.className ?? ""}`} data-tone={tone} data-size={size} />;
}
