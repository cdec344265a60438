export type CommunityPlan = {
  name: string;
  nameEn: string;
  /** Superblocks from column to column, from row to row, both included. */
  columns: readonly [number, number];
  rows: readonly [number, number];
};
type StreetPlanArea = { name: string; nameEn: string; communities: readonly CommunityPlan[] };
type DistrictPlan = { name: string; nameEn: string; code: string; streets: readonly StreetPlanArea[] };

const community = (
  name: string,
  nameEn: string,
  columns: readonly [number, number],
  rows: readonly [number, number],
): CommunityPlan => ({ name: `${name}社区`, nameEn: `${nameEn} Community`, columns, rows });

/** No real county code begins with 99: the range is nobody's. */
export const cityPlan: { name: string; nameEn: string; code: string; districts: readonly DistrictPlan[] } = {
  name: "清澜市",
  nameEn: "Qinglan",
  code: "990100",
  districts: [
    {
      name: "澜城区",
      nameEn: "Lancheng District",
      code: "990101",
      streets: [
        {
          name: "鼓楼街道",
          nameEn: "Gulou Subdistrict",
          communities: [
            community("钟楼", "Zhonglou", [5, 6], [3, 3]),
            community("仁和里", "Renheli", [5, 6], [4, 4]),
            community("状元坊", "Zhuangyuanfang", [5, 6], [5, 5]),
            community("井巷", "Jingxiang", [5, 6], [6, 6]),
            community("东门", "Dongmen", [7, 7], [3, 6]),
            community("向阳", "Xiangyang", [8, 9], [3, 4]),
          ],
        },
        {
          name: "文庙街道",
          nameEn: "Wenmiao Subdistrict",
          communities: [
            community("书院", "Shuyuan", [3, 4], [3, 3]),
            community("学前街", "Xueqianjie", [3, 4], [4, 4]),
            community("桂花园", "Guihuayuan", [3, 4], [5, 5]),
            community("文庙", "Wenmiao", [3, 4], [6, 6]),
            community("西门", "Ximen", [2, 2], [3, 6]),
            community("柳溪", "Liuxi", [0, 1], [3, 4]),
          ],
        },
        {
          name: "北苑街道",
          nameEn: "Beiyuan Subdistrict",
          communities: [
            community("红枫", "Hongfeng", [0, 1], [5, 6]),
            community("梅园", "Meiyuan", [0, 2], [7, 8]),
            community("北站", "Beizhan", [3, 6], [7, 8]),
            community("纺机", "Fangji", [7, 9], [7, 8]),
            community("青年路", "Qingnianlu", [8, 9], [5, 6]),
          ],
        },
      ],
    },
    {
      name: "新澜区",
      nameEn: "Xinlan District",
      code: "990102",
      streets: [
        {
          name: "滨江街道",
          nameEn: "Binjiang Subdistrict",
          communities: [
            community("渡口", "Dukou", [0, 1], [1, 2]),
            community("望澜", "Wanglan", [2, 3], [1, 2]),
            community("江畔", "Jiangpan", [4, 5], [1, 2]),
            community("银杏", "Yinxing", [0, 2], [0, 0]),
          ],
        },
        {
          name: "云栖街道",
          nameEn: "Yunqi Subdistrict",
          communities: [
            community("云栖湖", "Yunqihu", [6, 7], [1, 2]),
            community("船厂", "Chuanchang", [8, 9], [1, 2]),
            community("云溪", "Yunxi", [3, 5], [0, 0]),
            community("科创", "Kechuang", [6, 9], [0, 0]),
          ],
        },
      ],
    },
  ],
};

export type CommunityCode = CommunityPlan & { code: string; street: string; district: string };

export const allCommunities: readonly CommunityCode[] = cityPlan.districts.flatMap((district) =>
  district.streets.flatMap((street, s) => {
    const streetCode = `${district.code}${String(s + 1).padStart(3, "0")}`;
    return street.communities.map((plan, c) => ({
      ...plan,
      code: `${streetCode}${String(c + 1).padStart(3, "0")}`,
      street: streetCode,
      district: district.code,
    }));
  }),
);

export function communityAt(column: number, row: number): CommunityCode {
  const found = allCommunities.find(
    ({ columns, rows }) => column >= columns[0] && column <= columns[1] && row >= rows[0] && row <= rows[1],
  );
  if (!found) throw new Error(`no community at ${column}, ${row}`);
  return found;
}
