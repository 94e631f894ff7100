// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Test} from "forge-std/Test.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Books} from "gimbal/hub/Books.sol";
import {SeriesId} from "gimbal/types/SeriesId.sol";
import {HubFixture} from "./support/HubFixture.sol";

/// @notice Deposits, withdrawals, trades, settlements, funding, donations, refusals and time, in any order.
contract BooksHandler is HubFixture {
    uint64 internal constant BOOKS = 4;
    address internal spoke = makeAddr("spoke");
    uint256 public deposited;
    uint256 public donated;

    constructor() {
        setUp();
        for (uint64 i; i < BOOKS; i++) {
            openFor(address(uint160(1000 + i)), 0);
        }
    }

    function target() external view returns (Books) {
        return books;
    }

    function withdrawn() external view returns (uint256 sum) {
        for (uint64 book = 1; book <= BOOKS; book++) {
            sum += token.balanceOf(address(uint160(2000 + book)));
        }
    }

    function onSpoke() external view returns (uint256) {
        return token.balanceOf(spoke);
    }

    function add(uint64 book, uint256 amount) external {
        amount = bound(amount, 1, 1e12);
        deposit(_book(book), amount);
        deposited += amount;
    }

    function takeOut(uint64 book, uint256 amount) external {
        book = _book(book);
        int256 cash = cashOf(book);
        address to = address(uint160(2000 + book));
        (,, uint256 queued) = books.totals();
        if (cash <= 0 || (token.refused(to) && queued == 0)) return;
        vm.prank(books.bookOf(book).owner);
        books.withdraw(book, bound(amount, 1, uint256(cash)), to);
    }

    function process(uint256 most) external {
        books.processQueue(bound(most, 0, 5));
    }

    function exchange(uint64 buyer, uint64 seller, uint256 strike, uint256 lots, uint256 premium) external {
        buyer = _book(buyer);
        seller = _book(seller);
        if (buyer == seller) seller = 1 + (buyer % BOOKS);
        int256 room = cashOf(buyer) + 40_000e6;
        premium = room > 0 ? bound(premium, 0, uint256(room)) : 0;
        int256 size = int256(bound(lots, 1, 1e6) * LOT);
        trade(buyer, seller, call(uint128(bound(strike, 1, 5))), int128(size), premium);
    }

    function payOut(uint256 strike, uint256 perLot) external {
        SeriesId series = call(uint128(bound(strike, 1, 5)));
        perLot = bound(perLot, 0, 1e5);
        for (uint64 book = 1; book <= BOOKS; book++) {
            int256 size = books.sizeOf(book, series);
            if (size != 0) settle(book, series, size / int256(uint256(LOT)) * int256(perLot));
        }
    }

    function send(uint64 book, uint256 amount) external {
        book = _book(book);
        int256 cash = cashOf(book);
        (,, uint256 queued) = books.totals();
        uint256 free = books.accounted() > queued ? books.accounted() - queued : 0;
        if (cash <= 0 || free == 0) return;
        amount = bound(amount, 1, uint256(cash) < free ? uint256(cash) : free);
        vm.prank(funding);
        books.debit(book, amount, spoke);
    }

    function bringBack(uint64 book, uint256 amount) external {
        uint256 there = token.balanceOf(spoke);
        if (there == 0) return;
        amount = bound(amount, 1, there);
        vm.prank(spoke);
        token.transfer(funding, amount);
        vm.startPrank(funding);
        token.approve(address(books), amount);
        books.credit(_book(book), amount);
        vm.stopPrank();
    }

    function donate(uint256 amount, bool swept) external {
        amount = bound(amount, 1, 1e9);
        token.mint(address(books), amount);
        donated += amount;
        if (swept) books.sweep();
    }

    function refuse(uint64 book, bool yes) external {
        token.refuse(address(uint160(2000 + _book(book))), yes);
    }

    function wait_(uint256 time) external {
        skip(bound(time, 1, 30 days));
        for (uint64 book = 1; book <= BOOKS; book++) {
            books.accrue(book);
        }
    }

    function _book(uint64 seed) private pure returns (uint64) {
        return uint64(bound(seed, 1, BOOKS));
    }
}

contract BooksInvariantTest is Test {
    BooksHandler internal handler;
    Books internal books;

    function setUp() public {
        handler = new BooksHandler();
        books = handler.target();
        bytes4[] memory selectors = new bytes4[](10);
        selectors[0] = BooksHandler.add.selector;
        selectors[1] = BooksHandler.takeOut.selector;
        selectors[2] = BooksHandler.process.selector;
        selectors[3] = BooksHandler.exchange.selector;
        selectors[4] = BooksHandler.payOut.selector;
        selectors[5] = BooksHandler.send.selector;
        selectors[6] = BooksHandler.bringBack.selector;
        selectors[7] = BooksHandler.donate.selector;
        selectors[8] = BooksHandler.refuse.selector;
        selectors[9] = BooksHandler.wait_.selector;
        targetContract(address(handler));
        targetSelector(FuzzSelector(address(handler), selectors));
    }

    /// @notice P5: totals reconcile with accounted tokens to the unit, and the balance is at least accounted.
    function invariant_P5_totalsReconcileWithTokens() public view {
        (uint256 cash, uint256 debt, uint256 queued) = books.totals();
        (uint256 backstop, int256 settling) = books.buckets();
        int256 owed = int256(cash + queued + backstop) - int256(debt) + settling;
        assertEq(owed, int256(books.accounted()));
        assertGe(IERC20(books.quoteToken()).balanceOf(address(books)), books.accounted());
    }

    /// @notice P5: totals are the sums over books.
    function invariant_P5_totalsAreSumsOverBooks() public view {
        uint256 cash;
        uint256 debt;
        for (uint64 book = 1; book <= books.count(); book++) {
            int256 amount = books.bookOf(book).cash;
            if (amount > 0) cash += uint256(amount);
            else debt += uint256(-amount);
        }
        (uint256 totalCash, uint256 totalDebt,) = books.totals();
        assertEq(cash, totalCash);
        assertEq(debt, totalDebt);
    }

    /// @notice P5, P14: what left the hub and what stayed is what came in; nobody got tokens out of nothing.
    function invariant_P14_tokensInAreTokensOutPlusHeld() public view {
        uint256 inside = IERC20(books.quoteToken()).balanceOf(address(books));
        assertEq(inside + handler.onSpoke() + handler.withdrawn(), handler.deposited() + handler.donated());
    }

    /// @notice P20: once every series is paid out, nothing is left settling.
    function invariant_P20_settlementLeavesNothing() public view {
        (, int256 settling) = books.buckets();
        assertEq(settling, 0);
    }
}
