const storageName = "gridkeep-recent-classes";
const kept = 5;

/** Ids of the classes last reported from this device. Comfort only: what cannot be stored is simply not remembered. */
export function recentClasses(): string[] {
  try {
    const read: unknown = JSON.parse(localStorage.getItem(storageName) ?? "[]");
    return Array.isArray(read) ? read.filter((id) => typeof id === "string").slice(0, kept) : [];
  } catch {
    return [];
  }
}

export function rememberClass(id: string): void {
  try {
    const others = recentClasses().filter((other) => other !== id);
    localStorage.setItem(storageName, JSON.stringify([id, ...others].slice(0, kept)));
  } catch {
    // No storage, no memory.
  }
}
