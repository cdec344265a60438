import type { FeatureReason, ImportFaultLine } from "@/lib/domain/city-import";

type Feature = { layer: string; at: string; name: string | null; reason: FeatureReason };
type Counts = { added: number; changed: number; gone: number };
type Named = { code?: string; name: string };

/** What a finished import left in its record; each part only where it has something to say. */
export type ImportRecord = {
  faults?: ImportFaultLine[];
  taken?: string;
  tickets?: number;
  units?: number;
  posts?: number;
  reason?: "died" | "fault";
  name?: string;
  code?: string;
  areas?: number;
  cells?: number;
  places?: number;
  basemap?: number;
  population?: number;
  isBoundaryAssumed?: boolean;
  missing?: string[];
  changes?: {
    areas: {
      renamed: { code: string; before: string; after: string }[];
      boundaryDiffers: Named[];
      unknown: Named[];
      gone: Named[];
    };
    places: Counts;
    basemap: Counts;
  } | null;
  skipped?: Feature[];
  repaired?: Feature[];
  skippedCount?: number;
  repairedCount?: number;
};

/** Only `scripts/import/worker.ts` writes such a record, in exactly these shapes. */
export function asImportRecord(report: Record<string, unknown>): ImportRecord {
  return report as ImportRecord;
}
