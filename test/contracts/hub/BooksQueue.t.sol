// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IBooks} from "gimbal/interfaces/IBooks.sol";
import {HubFixture} from "./support/HubFixture.sol";

/// @notice Hub tokens run short because quote went to a spoke and a debtor's claims are there.
contract BooksQueueTest is HubFixture {
    uint64 internal debtor;
    uint64 internal saver;

    /// @dev 100 deposited, all of it on a spoke; the debtor then owes the saver a payoff of 100.
    function setUp() public override {
        super.setUp();
        debtor = openFor(bob, 100e6);
        saver = openFor(alice, 0);
        trade(saver, debtor, call(3000), 1e18, 0);
        spend(debtor, 100e6);
        settle(debtor, call(3000), -100e6);
        settle(saver, call(3000), 100e6);
    }

    function spend(uint64 book, uint256 amount) internal {
        vm.prank(funding);
        books.debit(book, amount, funding);
    }

    function comeBack(uint256 amount) internal {
        vm.startPrank(funding);
        token.approve(address(books), amount);
        books.credit(debtor, amount);
        vm.stopPrank();
    }

    function queue(uint64 book, address owner, uint256 amount, address to) internal returns (uint256 id) {
        vm.prank(owner);
        (, id) = books.withdraw(book, amount, to);
    }

    function test_P14_whatTokensDoNotCoverIsQueuedAndHasLeftCash() public {
        uint256 id = queue(saver, alice, 60e6, alice);
        assertEq(id, 1);
        assertEq(cashOf(saver), 40e6);
        (uint256 cash, uint256 debt, uint256 queued) = books.totals();
        assertEq(cash, 40e6);
        assertEq(debt, 100e6);
        assertEq(queued, 60e6);
        (uint64 book, address to, uint256 amount) = books.queuedWithdrawal(id);
        assertEq(book, saver);
        assertEq(to, alice);
        assertEq(amount, 60e6);
        assertEq(books.processQueue(10), 0);
    }

    function test_queueIsPaidInOrderAndInParts() public {
        queue(saver, alice, 60e6, alice);
        queue(saver, alice, 40e6, bob);
        comeBack(80e6);
        vm.expectEmit(address(books));
        emit IBooks.WithdrawalPaid(1, saver, alice, 60e6);
        vm.expectEmit(address(books));
        emit IBooks.WithdrawalPaid(2, saver, bob, 20e6);
        assertEq(books.processQueue(10), 80e6);
        comeBack(20e6);
        assertEq(books.processQueue(10), 20e6);
        assertEq(token.balanceOf(bob), 40e6);
        (,, uint256 queued) = books.totals();
        assertEq(queued, 0);
        assertEq(books.accounted(), 0);
    }

    function test_nobodyOvertakesTheQueue() public {
        queue(saver, alice, 60e6, alice);
        uint64 late = openFor(bob, 50e6);
        vm.prank(bob);
        (uint256 paid, uint256 id) = books.withdraw(late, 50e6, bob);
        assertEq(paid, 0);
        assertEq(id, 2);
        assertEq(books.processQueue(1), 50e6);
        assertEq(token.balanceOf(alice), 50e6);
        assertEq(token.balanceOf(bob), 0);
    }

    function test_processQueueLooksAtNoMoreThanAsked() public {
        queue(saver, alice, 10e6, alice);
        queue(saver, alice, 10e6, alice);
        comeBack(100e6);
        assertEq(books.processQueue(1), 10e6);
        assertEq(books.processQueue(0), 0);
        assertEq(books.processQueue(1), 10e6);
    }

    function test_aRefusedRecipientDoesNotBlockTheQueue() public {
        queue(saver, alice, 60e6, makeAddr("refused"));
        queue(saver, alice, 40e6, alice);
        token.refuse(makeAddr("refused"), true);
        comeBack(30e6);
        vm.expectEmit(address(books));
        emit IBooks.WithdrawalReturned(1, saver, makeAddr("refused"), 60e6);
        assertEq(books.processQueue(10), 30e6);
        assertEq(token.balanceOf(alice), 30e6);
        assertEq(cashOf(saver), 60e6);
        (uint256 cash, uint256 debt, uint256 queued) = books.totals();
        assertEq(cash, 60e6);
        assertEq(debt, 70e6);
        assertEq(queued, 10e6);
    }

    function test_P14_fundingCannotTakeTokensPromisedToTheQueue() public {
        queue(saver, alice, 60e6, alice);
        uint64 late = openFor(bob, 100e6);
        vm.expectRevert(abi.encodeWithSelector(IBooks.InsufficientTokens.selector, 40e6, 41e6));
        vm.prank(funding);
        books.debit(late, 41e6, funding);
        spend(late, 40e6);
        assertEq(books.processQueue(1), 60e6);
    }

    function test_interestIsChargedWhileTheQueueWaits() public {
        skip(365 days);
        comeBack(100e6);
        assertEq(cashOf(debtor), -10e6);
        (uint256 cash, uint256 debt,) = books.totals();
        (uint256 backstop,) = books.buckets();
        assertEq(cash + backstop - debt, books.accounted());
    }
}
