"use client";

import { createContext, type ReactNode, useContext, useState } from "react";
import type { RasterBasemap } from "@/lib/domain/raster-basemap";

const Raster = createContext<RasterBasemap | null>(null);

/** Given once, around all pages: every map of the site has the same ground. */
export function RasterProvider({ raster, children }: { raster: RasterBasemap | null; children: ReactNode }) {
  // As it was first given: a page that is read anew brings an equal one, for which no map must be made anew.
  const [kept] = useState(raster);
  return <Raster value={kept}>{children}</Raster>;
}

export function useRaster(): RasterBasemap | null {
  return useContext(Raster);
}
