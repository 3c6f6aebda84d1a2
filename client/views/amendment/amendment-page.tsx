export function AmendmentPage() {
  return null;
}
