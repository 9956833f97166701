import assert from 'node:assert/strict';
import { linearAxis } from '../../server/src/charts/axis';
import { characterPlot, emptyCells } from '../../server/src/charts/characters';
import { drawMarks, edges, type Looks, type Mark, printMarks, type Signs } from '../../server/src/charts/marks';
import type { Plot } from '../../server/src/charts/plot';

/** 0 to 10 in both directions, ten pixels each, with 100 pixels around. */
const plot: Plot = {
  width: 300,
  height: 300,
  left: 100,
  right: 200,
  top: 100,
  bottom: 200,
  x: linearAxis([0, 10], [100, 200]),
  y: linearAxis([0, 10], [200, 100]),
};

const look = () => ({ attributes: { class: 'mark' } });

function drawnAs(mark: Mark, looks: Looks<string>): readonly Record<string, unknown>[] {
  return drawMarks([mark], plot, looks).map(({ name, attributes }) => ({ name, ...attributes }));
}

function printed(marks: readonly Mark[], signs: Signs<string>): readonly string[] {
  const size = { columns: 11, rows: 11 };
  const cells = emptyCells(size);
  const axis = (range: readonly [number, number]) => linearAxis([0, 10], range);
  printMarks(marks, characterPlot(size, { x: axis, y: axis }), cells, signs);
  return cells.map((row) => row.join('').trimEnd());
}

describe('marks', () => {
  it('stand where their values are', () => {
    const places = [
      { x: 1, y: 2 },
      { x: 3, y: 10 },
    ];
    assert.deepEqual(drawnAs({ kind: 'line', of: 'a', places }, { line: look }), [
      {
        name: 'polyline',
        class: 'mark',
        points: [
          { x: 110, y: 180 },
          { x: 130, y: 100 },
        ],
      },
    ]);
    assert.deepEqual(
      drawnAs({ kind: 'points', of: 'a', shape: 'circle', places }, { points: look }).map(({ cx, cy, r }) => [
        cx,
        cy,
        r,
      ]),
      [
        [110, 180, 3.5],
        [130, 100, 3.5],
      ],
    );
    assert.deepEqual(drawnAs({ kind: 'interval', of: 'a', x: 5, low: 1, high: 2 }, { interval: look })[0]!.d, [
      'M',
      { x: 147, y: 180 },
      'H',
      153,
      'M',
      { x: 150, y: 180 },
      'V',
      190,
      'M',
      { x: 147, y: 190 },
      'H',
      153,
    ]);
    assert.deepEqual(drawnAs({ kind: 'rule', of: 'a', x: 5 }, { rule: () => ({ ...look(), above: 4 }) }), [
      { name: 'line', class: 'mark', x1: 150, x2: 150, y1: 96, y2: 200 },
    ]);
    assert.deepEqual(drawnAs({ kind: 'bar', of: 'a', x: 2, y: 3 }, { bar: () => ({ ...look(), size: 4 }) }), [
      { name: 'rect', class: 'mark', x: 100, y: 166, width: 20, height: 8 },
    ]);
  });

  it('reach to the edges of the plot where they have no end', () => {
    const region = { kind: 'region', of: 'a', from: undefined, to: 4 } as const;
    assert.deepEqual(edges(region, plot), [100, 140]);
    assert.deepEqual(edges({ ...region, from: 2, to: undefined }, plot), [120, 200]);
    assert.deepEqual(drawnAs(region, { region: look }), [
      { name: 'rect', class: 'mark', x: 100, y: 100, width: 40, height: 100 },
    ]);
  });

  it('are wide enough to be seen', () => {
    const size = () => ({ ...look(), size: 6 });
    const [band] = drawnAs({ kind: 'band', of: 'a', from: 5, to: 5 }, { band: size });
    assert.deepEqual([band!.x, band!.y, band!.width, band!.height], [146, 194, 8, 6]);
    const [wide] = drawnAs({ kind: 'band', of: 'a', from: 4, to: 6 }, { band: size });
    assert.deepEqual([wide!.x, wide!.width], [140, 20]);
    assert.equal(drawnAs({ kind: 'bar', of: 'a', x: 0, y: 3 }, { bar: look })[0]!.width, 1);
  });

  it('are left out where a front end has no look for their kind', () => {
    assert.deepEqual(drawnAs({ kind: 'rule', of: 'a', x: 5 }, { line: look }), []);
  });

  it('look as they are named', () => {
    const points = (of: string, isChosen?: boolean): Mark => {
      return { kind: 'points', of, shape: 'circle', places: [{ x: 1, y: 1 }], ...(isChosen && { isChosen }) };
    };
    const drawing = drawMarks([points('a'), points('b', true)], plot, {
      points: ({ of, isChosen }) => ({ attributes: { class: of }, size: isChosen ? 7 : 2 }),
    });
    assert.deepEqual(
      drawing.map(({ attributes }) => [attributes.class, attributes.r]),
      [
        ['a', 2],
        ['b', 7],
      ],
    );
  });

  it('are characters in the nearest cells, the later over the earlier', () => {
    const marks: readonly Mark[] = [
      { kind: 'rule', of: 'a', x: 9 },
      {
        kind: 'line',
        of: 'a',
        places: [
          { x: 0, y: 0 },
          { x: 8, y: 8 },
        ],
      },
      { kind: 'interval', of: 'a', x: 4, low: 3.4, high: 6 },
      { kind: 'points', of: 'a', shape: 'circle', places: [{ x: 4.2, y: 4.4 }] },
      { kind: 'region', of: 'a', from: 0, to: 3 },
    ];
    assert.deepEqual(
      printed(marks, { rule: () => ':', line: () => '.', interval: () => '|', points: ({ of }) => of.toUpperCase() }),
      [
        '         :',
        '         :',
        '        .:',
        '       . :',
        '    | .  :',
        '    |.   :',
        '    A    :',
        '   .|    :',
        '  .      :',
        ' .       :',
        '.        :',
      ],
    );
    assert.deepEqual(printed(marks, {}).join(''), '');
  });

  it('keep inside the cells, and leave out what is no number', () => {
    const places = [
      { x: 2, y: 14 },
      { x: 3, y: -2 },
      { x: 4, y: Number.NaN },
    ];
    const rows = printed([{ kind: 'points', of: 'a', shape: 'circle', places }], { points: () => 'o' });
    assert.equal(rows[0], '  o');
    assert.equal(rows.at(-1), '   o');
    assert.equal(rows.slice(1, -1).join(''), '');
  });
});
