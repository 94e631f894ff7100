// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ISpokeVault} from "gimbal/interfaces/ISpokeVault.sol";
import {Ledger, ledgerLeaf} from "gimbal/types/Ledger.sol";
import {Kind, Report} from "gimbal/types/Message.sol";
import {Spoke} from "../base/Chains.sol";
import {Desk} from "../base/Desk.sol";
import {Forgery} from "../base/Forgery.sol";
import {SparseProof} from "../base/SparseProof.sol";

/// @notice A transfer that was late: SENT → EXPIRED → REFUNDED over real bridges, transports and a charging bridge.
contract RefundTest is Desk {
    using Forgery for Spoke;

    uint64 private book;
    uint256 private cash;

    function setUp() public override {
        super.setUp();
        setBridgeFee(EAST, 0.001e18);
        book = openBook("book", true, 500_000e6);
        vm.prank(ownerOf(book));
        hub.allocations.place(book, EAST);
        hub.mandates.publish(book);
        cash = 500_000e6;
        beat(EAST);
        channel.flush();
        report(EAST);
        channel.flush();
    }

    function _send(uint256 amount) private {
        fund(book, EAST, amount);
        cash -= amount + at[HUB].bridge.feeOf(EAST, amount);
    }

    /// @dev Reports keep the spoke alive while nobody credits.
    function _wait() private {
        uint256 end = block.timestamp + hub.funding.expiryAge(EAST);
        while (block.timestamp < end) {
            vm.warp(block.timestamp + 1 hours);
            report(EAST);
            channel.flush();
        }
        refreshFeeds(true);
    }

    function _home() private {
        report(EAST);
        channel.flush();
        prove(book, EAST);
        hub.funding.collect(book, EAST);
    }

    function _cash() private view returns (uint256) {
        return uint256(hub.books.bookOf(book).cash);
    }

    /// @notice P5 of the book: what is not at the hub is on the spoke, in a pool, on its way or was paid to the bridge.
    function _conserved(uint256 underWay) private view {
        (, uint256 held) = at[EAST].vault.holdings(book);
        uint256 fees = hub.funding.bridgeFees(book, EAST) + at[EAST].vault.ledger(book).bridgeFees;
        assertEq(_cash() + held + underWay + fees, 500_000e6, "P5");
        assertEq(at[HUB].bridge.fees() + at[EAST].bridge.fees(), fees, "the bridge has what the book paid");
    }

    function test_P5_aTransferNobodyCreditedComesHome() public {
        _send(100_000e6);
        channel.flush();
        _conserved(100_000e6);
        _wait();
        hub.funding.expire(book, EAST);
        beat(EAST);
        channel.flush();
        vm.expectRevert(abi.encodeWithSelector(ISpokeVault.NothingToCredit.selector, book));
        this.creditStep();
        uint256 home = refund(book, EAST);
        assertEq(home, 99_900e6);
        _conserved(99_900e6);
        _home();
        assertEq(_cash(), cash + home);
        _conserved(0);
        assertEq(at[EAST].vault.pool(), 0);
        assertEq(hub.funding.pool(EAST), 0);
    }

    function creditStep() external {
        credit(book, EAST);
    }

    function test_P5_creditedBeforeTheMarkArrives() public {
        _send(100_000e6);
        beat(EAST);
        channel.flush();
        _wait();
        hub.funding.expire(book, EAST); // its news is not there yet
        credit(book, EAST);
        beat(EAST);
        channel.flush();
        vm.expectRevert(abi.encodeWithSelector(ISpokeVault.NothingToRefund.selector, book));
        this.refundStep();
        _conserved(0);
        report(EAST);
        channel.flush();
        prove(book, EAST);
        (int256 quote,, uint256 transit,) = hub.mandates.recognised(book, EAST);
        assertEq(quote, 100_000e6);
        assertEq(transit, 0);
        _send(50_000e6);
        beat(EAST);
        channel.flush();
        assertEq(credit(book, EAST), 50_000e6, "a mark of the past stops nothing new");
    }

    function refundStep() external {
        refund(book, EAST);
    }

    /// @notice Half is credited, half not; the fee changes under way, the bridge delivers late and messages twice.
    function test_P5_halfAndHalfInAnyOrderAndOverAnyFee() public {
        _send(60_000e6);
        beat(EAST);
        channel.flush();
        credit(book, EAST);
        _send(40_000e6);
        beat(EAST);
        channel.flush();
        _wait();
        hub.funding.expire(book, EAST);
        _send(10_000e6);
        setBridgeFee(EAST, 0);
        beat(EAST);
        hub.mandates.resendHeartbeat(EAST);
        channel.flush();
        assertEq(credit(book, EAST), 10_000e6, "the young before the old");
        assertEq(refund(book, EAST), 40_000e6);
        setBridgeFee(EAST, 0.01e18);
        vm.expectRevert(abi.encodeWithSelector(ISpokeVault.NothingToRefund.selector, book));
        this.refundStep();
        _home();
        assertEq(_cash(), cash + 40_000e6);
        _conserved(0);
    }

    /// @notice A spoke that says of credited quote that it went home gets none of the hub's, for none came.
    function test_P15_aFalseRefundIsPaidOnlyFromWhatCameBack() public {
        _send(100_000e6);
        beat(EAST);
        channel.flush();
        _wait();
        hub.funding.expire(book, EAST);
        credit(book, EAST);
        report(EAST);
        channel.flush();
        Ledger memory lie = at[EAST].vault.ledger(book);
        (lie.received, lie.refunded) = (0, 100_000e6);
        bytes32[] memory leaves = new bytes32[](1);
        leaves[0] = ledgerLeaf(lie);
        Report memory told = at[EAST].vault.lastReport();
        (told.sequence, told.ledgerRoot) = (told.sequence + 1, SparseProof.root(leaves));
        for (uint8 f; f < 2; f++) {
            at[EAST].forge(at[HUB], f, f + 1, Kind.REPORT, told.sequence, abi.encode(told));
        }
        hub.mandates.prove(EAST, lie, 0, SparseProof.prove(leaves, 0));
        vm.expectRevert();
        hub.funding.collect(book, EAST);
        assertEq(_cash(), cash);
        (,, uint256 transit,) = hub.mandates.recognised(book, EAST);
        assertEq(transit, 100_000e6, "no more than was sent");
    }
}
