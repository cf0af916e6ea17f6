import CalendarDays
import Testing

@Suite struct CalendarDayTests {
  @Test(arguments: [
    (0, 1970, 1, 1), (-1, 1969, 12, 31), (59, 1970, 3, 1), (789, 1972, 2, 29),
    (10_957, 2000, 1, 1), (11_016, 2000, 2, 29), (11_017, 2000, 3, 1), (47_540, 2100, 2, 28),
    (47_541, 2100, 3, 1), (-719_528, 0, 1, 1), (2_932_896, 9999, 12, 31),
  ])
  func `a day has its number and its date`(number: Int, year: Int, month: Int, day: Int) {
    let date = CalendarDay(year: year, month: month, day: day)
    #expect(date.number == number)
    #expect(CalendarDay(number: number) == date)
  }

  @Test func `each day of 800 years follows the one before`() {
    var last = CalendarDay(number: -146_098)
    for number in -146_097...146_097 {
      let next = CalendarDay(number: number)
      #expect(next.number == number)
      let isNextDay = next.day == last.day + 1 && next.month == last.month && next.year == last.year
      let isNextMonth = next.day == 1 && last.day >= 28 && next.month == last.month % 12 + 1
      #expect(isNextDay || isNextMonth)
      last = next
    }
  }

  @Test(arguments: [(0, 0), (86_399, 0), (86_400, 1), (-1, -1), (-86_400, -1), (-86_401, -2)])
  func `a moment lies in a day`(seconds: Int64, number: Int) {
    #expect(CalendarDay.number(at: seconds) == number)
    #expect(CalendarDay(at: seconds).start == Int64(number) * 86_400)
  }
}
