// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ISpokeControl} from "gimbal/interfaces/ISpokeControl.sol";
import {ISpokeVault} from "gimbal/interfaces/ISpokeVault.sol";
import {FundEntry, Ledger} from "gimbal/types/Ledger.sol";
import {LeaseState} from "gimbal/types/Message.sol";
import {VaultFixture} from "./VaultFixture.sol";

contract SpokeVaultRefundTest is VaultFixture {
    function test_whatExpiredIsNotCreditedButGoesHome() public {
        arrive(100e6);
        (FundEntry memory entry, bytes32[] memory proof) = expiredEntryOf(7, 60e6, 60e6);
        vm.expectRevert(abi.encodeWithSelector(ISpokeVault.NothingToCredit.selector, 7));
        vault.credit(entry, 7, proof);
        vm.prank(stranger);
        assertEq(vault.refund(entry, 7, proof), 60e6);
        assertEq(bridge.toChain(), HUB);
        assertEq(bridge.to(), address(funding));
        assertEq(bridge.arriving(), 60e6);
        Ledger memory ledger = vault.ledger(7);
        assertEq(ledger.refunded, 60e6);
        assertEq(ledger.received, 0);
        assertEq(vault.pool(), 40e6, "the pool of the others");
        assertEq(quote.balanceOf(address(vault)), 40e6);
        vm.expectRevert(abi.encodeWithSelector(ISpokeVault.NothingToRefund.selector, 7));
        vault.refund(entry, 7, proof);
    }

    function test_P5_aMarkThatComesAfterTheCreditChangesNothing() public {
        give(7, 60e6);
        arrive(60e6);
        (FundEntry memory entry, bytes32[] memory proof) = expiredEntryOf(7, 60e6, 60e6);
        vm.expectRevert(abi.encodeWithSelector(ISpokeVault.NothingToRefund.selector, 7));
        vault.refund(entry, 7, proof);
        (entry, proof) = expiredEntryOf(7, 110e6, 60e6);
        assertEq(vault.credit(entry, 7, proof), 50e6, "what is sent later is not expired for it");
    }

    function test_youngQuoteIsCreditedWhileOldIsAstray() public {
        (FundEntry memory entry, bytes32[] memory proof) = expiredEntryOf(7, 90e6, 60e6);
        arrive(30e6);
        assertEq(vault.credit(entry, 7, proof), 30e6);
        assertEq(vault.expired(7), 60e6);
        vm.expectRevert(abi.encodeWithSelector(ISpokeVault.NothingToRefund.selector, 7));
        vault.refund(entry, 7, proof);
        arrive(25e6);
        vm.expectRevert(abi.encodeWithSelector(ISpokeVault.NothingToCredit.selector, 7));
        vault.credit(entry, 7, proof);
        assertEq(vault.refund(entry, 7, proof), 25e6);
        arrive(35e6);
        assertEq(vault.refund(entry, 7, proof), 35e6);
        assertEq(vault.ledger(7).received + vault.ledger(7).refunded, 90e6);
    }

    function test_inAnyLeaseState_underProofOnly() public {
        arrive(60e6);
        (FundEntry memory entry, bytes32[] memory proof) = expiredEntryOf(7, 60e6, 60e6);
        control.setLease(LeaseState.HOLD);
        FundEntry memory forged = FundEntry(7, 60e6, 0, 61e6);
        vm.expectPartialRevert(ISpokeControl.NotUnderFundRoot.selector);
        vault.refund(forged, 7, proof);
        assertEq(vault.refund(entry, 7, proof), 60e6);
    }

    function test_theBookPaysTheBridge() public {
        bridge.setFee(0.01e18);
        arrive(100e6);
        (FundEntry memory entry, bytes32[] memory proof) = expiredEntryOf(7, 100e6, 100e6);
        assertEq(vault.refund(entry, 7, proof), 99e6);
        Ledger memory ledger = vault.ledger(7);
        assertEq(ledger.refunded, 99e6);
        assertEq(ledger.bridgeFees, 0.99e6);
        assertEq(ledger.received, 1e6, "the fee is credited to be paid");
        assertEq(vault.expired(7), 0);
        (, uint256 held) = vault.holdings(7);
        assertEq(held, 0.01e6, "what rounding leaves is the book's");
        (, uint256 accounted) = vault.accounted();
        assertEq(quote.balanceOf(address(vault)), accounted);
    }

    function test_P5_aReturnIsNoMoreThanCanPayItsFee() public {
        give(7, 60e6);
        bridge.setFee(0.01e18);
        (FundEntry memory entry, bytes32[] memory proof) = entryOf(7, 60e6, 20e6);
        assertEq(vault.returnQuote(entry, 7, proof), 20e6, "as much as was recalled");
        assertEq(vault.ledger(7).bridgeFees, 0.2e6);
        (, uint256 held) = vault.holdings(7);
        assertEq(held, 39.8e6);
        (entry, proof) = entryOf(7, 60e6, 60e6);
        assertEq(vault.returnQuote(entry, 7, proof), 39.402e6);
        (, held) = vault.holdings(7);
        assertLt(held, 0.004e6);
        (, uint256 accounted) = vault.accounted();
        assertEq(quote.balanceOf(address(vault)), accounted);
    }

    function test_onTheHubChain_noBridgeNoFee() public {
        bridge.setFee(0.01e18);
        vault = deployVault(HUB);
        arrive(60e6);
        (FundEntry memory entry, bytes32[] memory proof) = expiredEntryOf(7, 60e6, 60e6);
        assertEq(vault.refund(entry, 7, proof), 60e6);
        assertEq(quote.balanceOf(address(funding)), 60e6);
        assertEq(vault.ledger(7).bridgeFees, 0);
    }

    /// @notice P5: whatever the order of arrivals, marks, credits and refunds, each unit sent ends at one place once.
    function testFuzz_P5_everyUnitIsCreditedOrRefundedOnce(uint256 seed) public {
        bridge.setFee(seed % 3 == 0 ? 0 : seed % 0.01e18);
        uint128 sent;
        uint128 mark;
        uint128 arrived;
        for (uint256 i; i < 24; i++) {
            uint256 draw = uint256(keccak256(abi.encode(seed, i)));
            uint128 amount = uint128((draw >> 8) % 50e6);
            if (draw % 5 == 0) sent += amount;
            if (draw % 5 == 1) mark += uint128(amount % (sent - mark + 1));
            if (draw % 5 == 2 && sent > arrived) {
                amount = uint128(amount % (sent - arrived)) + 1;
                arrive(amount);
                arrived += amount;
            }
            (FundEntry memory entry, bytes32[] memory proof) = expiredEntryOf(7, sent, mark);
            if (draw % 5 == 3) try vault.credit(entry, 7, proof) {} catch {}
            if (draw % 5 == 4) try vault.refund(entry, 7, proof) {} catch {}
            _check(sent, mark, arrived);
        }
        arrive(sent - arrived);
        (FundEntry memory last, bytes32[] memory lastProof) = expiredEntryOf(7, sent, mark);
        try vault.credit(last, 7, lastProof) {} catch {}
        try vault.refund(last, 7, lastProof) {} catch {}
        _check(sent, mark, sent);
        Ledger memory ledger = vault.ledger(7);
        assertEq(uint256(ledger.received) + ledger.refunded, sent, "nothing is left behind");
        assertEq(vault.pool(), 0);
    }

    function _check(uint256 sent, uint256 mark, uint256 arrived) private view {
        Ledger memory ledger = vault.ledger(7);
        uint256 settled = uint256(ledger.received) + ledger.refunded;
        assertLe(settled + vault.expired(7), sent, "received + refunded <= sent");
        assertLe(ledger.refunded, mark, "refunded <= expired");
        assertEq(settled + vault.pool(), arrived);
        assertEq(bridge.arriving(), ledger.refunded);
        (, uint256 accounted) = vault.accounted();
        assertEq(quote.balanceOf(address(vault)), accounted);
    }
}
