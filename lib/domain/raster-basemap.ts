/** A basemap of finished pictures, from a server that the city has set, instead of the one drawn from its own data. */
export type RasterBasemap = {
  /** Of Leaflet's kind, with {z}, {x} and {y}; the first lies lowest. In English a layer may have names of its own. */
  layers: readonly { url: string; urlEn?: string }[];
  /** What {s} stands for. */
  subdomains: readonly string[];
  /** Plain text that must stand on the map. */
  attribution: string;
  attributionEn: string;
  /** Its pictures are shifted (GCJ-02): they are moved back while shown. */
  isShifted: boolean;
  deepestZoom: number;
};
