// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import {SlotDerivation} from "@openzeppelin/contracts/utils/SlotDerivation.sol";
import {Books} from "gimbal/hub/Books.sol";
import {IBooks} from "gimbal/interfaces/IBooks.sol";
import {IMarginEngine} from "gimbal/interfaces/IMarginEngine.sol";
import {IRiskParameters} from "gimbal/interfaces/IRiskParameters.sol";
import {SeriesId} from "gimbal/types/SeriesId.sol";
import {HubFixture} from "./support/HubFixture.sol";

contract BooksTest is HubFixture {
    function test_openNumbersBooksFromOne() public {
        vm.expectEmit(address(books));
        emit IBooks.BookOpened(1, alice, MARKET, true);
        uint64 book = openFor(alice, 0);
        assertEq(book, 1);
        assertEq(books.count(), 1);
        IBooks.Book memory got = books.bookOf(book);
        assertEq(got.owner, alice);
        assertEq(got.market, MARKET);
        assertTrue(got.hedged);
        assertEq(got.cash, 0);
    }

    function test_openRefusesAnUnknownMarket() public {
        vm.expectRevert(abi.encodeWithSelector(IRiskParameters.UnknownMarket.selector, uint32(9)));
        books.open(9, true);
    }

    function test_unknownBook() public {
        bytes memory unknown = abi.encodeWithSelector(IBooks.UnknownBook.selector, uint64(5));
        vm.expectRevert(unknown);
        books.bookOf(5);
        vm.expectRevert(unknown);
        books.deposit(5, 1);
        vm.expectRevert(unknown);
        books.setOperator(5, bob, true);
        vm.expectRevert(unknown);
        books.accrue(5);
        vm.prank(funding);
        vm.expectRevert(unknown);
        books.credit(5, 1);
    }

    function test_operatorsAreNamedByTheOwnerAlone() public {
        uint64 book = openFor(alice, 0);
        vm.expectRevert(abi.encodeWithSelector(IBooks.NotOwner.selector, book, bob));
        vm.prank(bob);
        books.setOperator(book, bob, true);
        assertFalse(books.isAuthorised(book, bob));
        assertTrue(books.isAuthorised(book, alice));

        vm.prank(alice);
        books.setOperator(book, bob, true);
        assertTrue(books.isAuthorised(book, bob));
        vm.prank(alice);
        books.setOperator(book, bob, false);
        assertFalse(books.isAuthorised(book, bob));
    }

    function testFuzz_depositThenWithdraw(uint96 amount, uint96 part) public {
        amount = uint96(bound(amount, 1, type(uint96).max));
        part = uint96(bound(part, 1, amount));
        uint64 book = openFor(alice, amount);
        assertEq(cashOf(book), int256(uint256(amount)));

        vm.expectCall(margin, abi.encodeCall(IMarginEngine.requireInitial, (book)));
        vm.prank(alice);
        (uint256 paid, uint256 id) = books.withdraw(book, part, bob);
        assertEq(paid, part);
        assertEq(id, 0);
        assertEq(token.balanceOf(bob), part);
        assertEq(cashOf(book), int256(uint256(amount)) - int256(uint256(part)));
        assertEq(books.accounted(), uint256(amount) - part);
    }

    function test_depositNeedsAnAmount() public {
        uint64 book = openFor(alice, 0);
        vm.expectRevert(IBooks.ZeroAmount.selector);
        books.deposit(book, 0);
    }

    function test_withdrawReverts() public {
        uint64 book = openFor(alice, 100e6);
        vm.startPrank(alice);
        vm.expectRevert(IBooks.ZeroAmount.selector);
        books.withdraw(book, 0, alice);
        vm.expectRevert(
            abi.encodeWithSelector(IBooks.InsufficientCash.selector, book, int256(100e6), 100e6 + 1)
        );
        books.withdraw(book, 100e6 + 1, alice);
        vm.stopPrank();

        vm.prank(alice);
        books.setOperator(book, bob, true);
        vm.expectRevert(abi.encodeWithSelector(IBooks.NotOwner.selector, book, bob));
        vm.prank(bob);
        books.withdraw(book, 1, bob);
    }

    function test_P11_withdrawNeedsTheInitialRequirementAfterwards() public {
        uint64 book = openFor(alice, 100e6);
        bytes memory below = abi.encodeWithSelector(IMarginEngine.BelowRequirement.selector, book, 0, 1);
        vm.mockCallRevert(margin, abi.encodeCall(IMarginEngine.requireInitial, (book)), below);
        vm.expectRevert(below);
        vm.prank(alice);
        books.withdraw(book, 1e6, alice);
    }

    function test_writersNeedTheirRoles() public {
        uint64 a = openFor(alice, 100e6);
        uint64 b = openFor(bob, 100e6);
        bytes memory refused =
            abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, alice);
        vm.startPrank(alice);
        vm.expectRevert(refused);
        books.applyTrade(a, b, call(3000), 1e18, 0);
        vm.expectRevert(refused);
        books.applySettlement(a, call(3000), 1);
        vm.expectRevert(refused);
        books.debit(a, 1, alice);
        vm.expectRevert(refused);
        books.credit(a, 1);
        vm.expectRevert(refused);
        books.upgradeToAndCall(address(1), "");
        vm.stopPrank();
    }

    function test_tradeMovesPositionAndPremium() public {
        uint64 buyer = openFor(alice, 100e6);
        uint64 seller = openFor(bob, 0);
        vm.expectEmit(address(books));
        emit IBooks.PositionChanged(buyer, call(3000), 2e18, 2e18);
        vm.expectEmit(address(books));
        emit IBooks.PositionChanged(seller, call(3000), -2e18, -2e18);
        vm.expectEmit(address(books));
        emit IBooks.CashMoved(seller, IBooks.CashReason.PREMIUM, 60e6, 60e6);
        vm.expectEmit(address(books));
        emit IBooks.CashMoved(buyer, IBooks.CashReason.PREMIUM, -60e6, 40e6);
        trade(buyer, seller, call(3000), 2e18, 60e6);
        assertEq(books.sizeOf(buyer, call(3000)), 2e18);
        assertEq(books.sizeOf(seller, call(3000)), -2e18);
        assertEq(books.bookOf(buyer).nonce, 1);
    }

    function test_aPositionThatReturnsToZeroLeavesTheList() public {
        uint64 buyer = openFor(alice, 0);
        uint64 seller = openFor(bob, 0);
        trade(buyer, seller, call(3000), 1e18, 0);
        trade(buyer, seller, call(3100), 2e18, 0);
        trade(buyer, seller, call(3200), 3e18, 0);
        trade(seller, buyer, call(3000), 1e18, 0);
        IBooks.Position[] memory left = books.positions(buyer);
        assertEq(left.length, 2);
        assertTrue(left[0].series == call(3200) && left[0].size == 3e18);
        assertTrue(left[1].series == call(3100) && left[1].size == 2e18);
        trade(buyer, seller, call(3000), 1e18, 0);
        assertEq(books.positions(buyer).length, 3);
    }

    function test_tradeInLotsOnly() public {
        uint64 buyer = openFor(alice, 0);
        uint64 seller = openFor(bob, 0);
        vm.expectRevert(abi.encodeWithSelector(IBooks.NotALot.selector, int256(0.015e18), LOT));
        trade(buyer, seller, call(3000), 0.015e18, 0);
    }

    function test_seriesAreCapped() public {
        uint64 buyer = openFor(alice, 0);
        uint64 seller = openFor(bob, 0);
        uint256 most = books.MAX_SERIES();
        for (uint128 i; i < most; i++) {
            trade(buyer, seller, call(1000 + i), 1e18, 0);
        }
        vm.expectRevert(abi.encodeWithSelector(IBooks.TooManySeries.selector, buyer, most + 1, most));
        trade(buyer, seller, call(5000), 1e18, 0);
        trade(seller, buyer, call(1000), 1e18, 0);
        trade(buyer, seller, call(5000), 1e18, 0);
        assertEq(books.positions(buyer).length, most);
    }

    function test_premiumMayGoIntoDebtUpToTheCap() public {
        uint64 buyer = openFor(alice, 0);
        uint64 seller = openFor(bob, 0);
        trade(buyer, seller, call(3000), 1e18, 50_000e6);
        assertEq(cashOf(buyer), -50_000e6);
        vm.expectRevert(
            abi.encodeWithSelector(IBooks.DebtCap.selector, buyer, int256(-50_000e6) - 1, 50_000e6)
        );
        trade(buyer, seller, call(3000), 1e18, 1);
    }

    function test_debtBearsInterestToTheBackstop() public {
        uint64 buyer = openFor(alice, 0);
        uint64 seller = openFor(bob, 0);
        trade(buyer, seller, call(3000), 1e18, 10_000e6);
        skip(365 days / 2);
        assertEq(books.accrue(buyer), 500e6);
        assertEq(cashOf(buyer), -10_500e6);
        (uint256 backstop,) = books.buckets();
        assertEq(backstop, 500e6);
        assertEq(books.accrue(buyer), 0);
    }

    function test_depositRepaysInterestFirst() public {
        uint64 buyer = openFor(alice, 0);
        uint64 seller = openFor(bob, 0);
        trade(buyer, seller, call(3000), 1e18, 10_000e6);
        skip(365 days);
        deposit(buyer, 10_000e6);
        assertEq(cashOf(buyer), -1_000e6);
    }

    function test_P20_settlementSumsToZeroAndNoCapStopsIt() public {
        uint64 buyer = openFor(alice, 0);
        uint64 seller = openFor(bob, 0);
        trade(buyer, seller, call(3000), 100e18, 0);
        settle(buyer, call(3000), 80_000e6);
        (, int256 settling) = books.buckets();
        assertEq(settling, -80_000e6);
        settle(seller, call(3000), -80_000e6);
        (, settling) = books.buckets();
        assertEq(settling, 0);
        assertEq(cashOf(seller), -80_000e6);
        assertEq(books.positions(buyer).length + books.positions(seller).length, 0);
    }

    function test_fundingTakesCashAndTokensTogether() public {
        uint64 book = openFor(alice, 100e6);
        vm.prank(funding);
        books.debit(book, 60e6, bob);
        assertEq(token.balanceOf(bob), 60e6);
        assertEq(cashOf(book), 40e6);

        vm.prank(bob);
        token.transfer(funding, 60e6);
        vm.startPrank(funding);
        token.approve(address(books), 60e6);
        books.credit(book, 60e6);
        vm.stopPrank();
        assertEq(cashOf(book), 100e6);
        assertEq(books.accounted(), 100e6);
    }

    function test_fundingCannotTakeMoreThanTheBooksCash() public {
        uint64 book = openFor(alice, 100e6);
        openFor(bob, 100e6);
        vm.expectRevert(
            abi.encodeWithSelector(IBooks.InsufficientCash.selector, book, int256(100e6), 100e6 + 1)
        );
        vm.prank(funding);
        books.debit(book, 100e6 + 1, bob);
    }

    function test_P5_aDonationIsTheBackstops() public {
        uint64 book = openFor(alice, 100e6);
        token.mint(address(books), 7);
        assertEq(cashOf(book), 100e6);
        assertEq(books.sweep(), 7);
        (uint256 backstop,) = books.buckets();
        assertEq(backstop, 7);
        assertEq(books.accounted(), 100e6 + 7);
        vm.expectRevert(IBooks.ZeroAmount.selector);
        books.sweep();
    }

    function test_initialisesOnceAndNotWithoutAProxy() public {
        Books.Init memory init = Books.Init(address(token), margin, parameters, address(guard));
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        books.initialize(address(this), init);
        Books bare = new Books();
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        bare.initialize(address(this), init);
    }

    function test_P12_storageStandsAtItsErc7201Slot() public view {
        bytes32 slot = SlotDerivation.erc7201Slot("gimbal.storage.Books");
        assertEq(address(uint160(uint256(vm.load(address(books), slot)))), address(token));
    }
}
