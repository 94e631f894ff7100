import { describe, expect, it } from 'vitest'
import { PriceFileError, readPrices } from '../../relayer/src/market/price-file.ts'

function read(text: string) {
  return readPrices('prices.csv', text)
}

function problem(text: string): string {
  try {
    read(text)
  } catch (error) {
    expect(error).toBeInstanceOf(PriceFileError)
    return (error as PriceFileError).message
  }
  throw new Error('the file was read')
}

const PLAIN = `unix,open,high,low,close
1526364000,732.1,736.67,730.94,733.0
1526367600,733.0,735.99,730.45,733.82
`

describe('price files', () => {
  it('reads unix,open,high,low,close', () => {
    expect(read(PLAIN)).toEqual({
      interval: 3_600,
      candles: [
        { time: 1526364000, open: 732.1, high: 736.67, low: 730.94, close: 733 },
        { time: 1526367600, open: 733, high: 735.99, low: 730.45, close: 733.82 },
      ],
    })
  })

  it('reads Windows line ends and a byte order mark', () => {
    expect(read(`\uFEFF${PLAIN.replaceAll('\n', '\r\n')}`)).toEqual(read(PLAIN))
  })

  it('reads Binance klines without a header, in milliseconds and in microseconds', () => {
    const row = (time: number | string) =>
      `${time},733.0,735.99,730.45,733.82,120.5,0,90000.1,321,60.2,45000.0,0`
    const inMilliseconds = read(`${row(1526364000000)}\n${row(1526367600000)}\n`)
    expect(inMilliseconds.candles.map(({ time }) => time)).toEqual([1526364000, 1526367600])
    expect(read(`${row('1526364000000000')}\n${row('1526367600000000')}`)).toEqual(inMilliseconds)
    expect(inMilliseconds.candles[0]).toMatchObject({ open: 733, high: 735.99, low: 730.45, close: 733.82 })
  })

  it('reads Binance klines with their header', () => {
    const text =
      'open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore\n' +
      '1526364000000,1,2,0.5,1.5,0,0,0,0,0,0,0\n1526367600000,1.5,2,1,1,0,0,0,0,0,0,0\n'
    expect(read(text).candles).toHaveLength(2)
  })

  it('reads CryptoDataDownload: an address first, the newest row first', () => {
    const text = `https://www.CryptoDataDownload.com
unix,date,symbol,open,high,low,close,Volume ETH,Volume USD
1526367600,2018-05-15 07:00:00,ETH/USD,733.0,735.99,730.45,733.82,1,733
1526364000,2018-05-15 06:00:00,ETH/USD,732.1,736.67,730.94,733.0,1,733
`
    expect(read(text)).toEqual(read(PLAIN))
  })

  it('reads CryptoDataDownload of old, with dates alone', () => {
    const text = `https://www.CryptoDataDownload.com
Date,Symbol,Open,High,Low,Close,Volume ETH,Volume USD
2018-05-15 01-PM,ETHUSD,733.0,735.99,730.45,733.82,1,733
2018-05-15 12-PM,ETHUSD,732.1,736.67,730.94,733.0,1,733
`
    expect(read(text).candles.map(({ time }) => new Date(time * 1_000).toISOString())).toEqual([
      '2018-05-15T12:00:00.000Z',
      '2018-05-15T13:00:00.000Z',
    ])
  })

  it('fills missing hours with a straight way to the next open', () => {
    const { candles } = read('unix,open,high,low,close\n3600,1,1,1,1\n7200,1,1,1,1\n14400,4,4,4,4\n')
    expect(candles.map(({ time }) => time)).toEqual([3_600, 7_200, 10_800, 14_400])
    expect(candles[2]).toEqual({ time: 10_800, open: 1, high: 4, low: 1, close: 4 })
  })

  it.each([
    ['', 'line 1, column 1: the file has no rows'],
    ['unix,open,high,low,close\n', 'line 1, column 1: at least two rows'],
    ['unix,open,high,close\n1,1,1,1\n', 'line 1, column 4: no column "low"'],
    ['when,open,high,low,close\n', 'line 1, column 1: no time column'],
    ['1,2,3\n', 'line 1, column 1: a header is missing'],
    [`${PLAIN}1526371200,733.82,734.92,abc,731.68\n`, 'line 4, column 4: low "abc" is not a positive number'],
    [`${PLAIN}1526371200,733.82,734.92,,731.68\n`, 'line 4, column 4: low "" is not a positive number'],
    [`${PLAIN}1526371200,-1,734.92,721,731.68\n`, 'line 4, column 2: open "-1" is not a positive number'],
    [`${PLAIN}1526371200,733.82,734.92,721\n`, 'line 4, column 5: 4 columns where 5 are expected'],
    [`${PLAIN}yesterday,733.82,734.92,721,731\n`, 'line 4, column 1: time "yesterday" is neither'],
    [`${PLAIN}1526371200,733.82,730,721,731\n`, 'line 4, column 3: high 730 lies below'],
    [`${PLAIN}1526371200,733.82,740,732,731\n`, 'line 4, column 4: low 732 lies above'],
    [`${PLAIN}1526367600,733.82,740,721,731\n`, 'line 4, column 1: time 1526367600 is repeated'],
    [
      `${PLAIN}1526371201,733.82,740,721,731\n`,
      'line 4, column 1: time 1526371201 is not a multiple of 3600 s',
    ],
  ])('names line and column of what is wrong: %#', (text, expected) => {
    expect(problem(text)).toContain(`prices.csv, ${expected}`)
  })
})
