// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Desk} from "../base/Desk.sol";

/// @notice What a vote on the fee of quote between hub and spoke does, over real bridges, transports and configs.
contract BridgeFeeTest is Desk {
    uint64 private book;

    function setUp() public override {
        super.setUp();
        book = openBook("book", true, 500_000e6);
        vm.prank(ownerOf(book));
        hub.allocations.place(book, EAST);
        hub.mandates.publish(book);
        beat(EAST);
        channel.flush();
        report(EAST);
        channel.flush();
    }

    function _prices() private view returns (uint256 out, uint256 home) {
        return (at[HUB].bridge.feeOf(EAST, 1e6), at[EAST].bridge.feeOf(HUB, 1e6));
    }

    /// @dev Sends out, credits, recalls and returns; says what each way cost the book.
    function _roundTrip(uint256 amount) private returns (uint256 out, uint256 home) {
        fund(book, EAST, amount);
        out = hub.funding.bridgeFees(book, EAST);
        beat(EAST);
        channel.flush();
        credit(book, EAST);
        report(EAST);
        channel.flush();
        prove(book, EAST);
        vm.prank(ownerOf(book));
        hub.funding.recall(book, EAST, amount / 2);
        beat(EAST);
        channel.flush();
        returnQuote(book, EAST);
        home = at[EAST].vault.ledger(book).bridgeFees;
        channel.flush();
        report(EAST);
        channel.flush();
        prove(book, EAST);
        hub.funding.collect(book, EAST);
    }

    /// @notice The hub goes by a vote at once, the spoke with its config, and no other spoke at all.
    function test_P4_theSpokeFollowsWithItsConfig() public {
        setBridgeFee(EAST, 0.001e18);
        (uint256 out, uint256 home) = _prices();
        assertEq(out, 1e3);
        assertEq(home, 0);
        channel.flush();
        (out, home) = _prices();
        assertEq(out, 1e3);
        assertEq(home, 1e3);
        assertEq(at[HUB].bridge.feeOf(WEST, 1e6), 0);
        assertEq(at[WEST].bridge.feeOf(HUB, 1e6), 0);
        (, bytes32 digest) = at[EAST].control.configVersion();
        assertEq(digest, hub.parameters.digest(EAST));
    }

    /// @notice Whatever a vote sets, both ways cost it, and what a book has plus what it paid is what it had.
    function testFuzz_P5_bothWaysCostWhatWasVoted(uint256 rate, uint256 amount) public {
        rate = bound(rate, 0, 0.01e18);
        amount = bound(amount, 2_000e6, 200_000e6);
        setBridgeFee(EAST, rate);
        channel.flush();
        (uint256 out, uint256 home) = _roundTrip(amount);
        assertEq(out, amount * rate / 1e18);
        assertEq(home, amount / 2 * rate / 1e18);
        (, uint256 held) = at[EAST].vault.holdings(book);
        assertEq(uint256(hub.books.bookOf(book).cash) + held + out + home, 500_000e6);
        assertEq(at[HUB].bridge.fees(), out);
        assertEq(at[EAST].bridge.fees(), home);
    }

    /// @notice The hub's own spoke needs no bridge, whatever its terms say.
    function test_theHubsOwnSpokePaysNothing() public {
        setBridgeFee(HUB, 0.01e18);
        channel.flush();
        vm.prank(ownerOf(book));
        hub.allocations.place(book, HUB);
        fund(book, HUB, 10_000e6);
        assertEq(hub.funding.bridgeFees(book, HUB), 0);
        assertEq(uint256(hub.books.bookOf(book).cash), 490_000e6);
    }
}
