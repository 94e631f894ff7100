// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ISpokeControl} from "gimbal/interfaces/ISpokeControl.sol";
import {ISpokeVault} from "gimbal/interfaces/ISpokeVault.sol";
import {FundEntry} from "gimbal/types/Ledger.sol";
import {LeaseState} from "gimbal/types/Message.sol";
import {VaultFixture} from "./VaultFixture.sol";

contract SpokeVaultReturnQuoteTest is VaultFixture {
    function test_sendsWhatWasRecalled_overTheBridge() public {
        give(7, 60e6);
        (FundEntry memory entry, bytes32[] memory proof) = entryOf(7, 60e6, 25e6);
        vm.prank(stranger);
        assertEq(vault.returnQuote(entry, 7, proof), 25e6);
        assertEq(bridge.toChain(), HUB);
        assertEq(bridge.to(), address(funding));
        assertEq(vault.ledger(7).sent, 25e6);
        assertEq(quote.balanceOf(address(vault)), 35e6);
        vm.expectRevert(abi.encodeWithSelector(ISpokeVault.NothingToReturn.selector, 7));
        vault.returnQuote(entry, 7, proof);
    }

    function test_returnsNoMoreThanTheBookHas_P5() public {
        give(7, 60e6);
        give(8, 500e6);
        trade(7, 1e15, -40e6);
        (FundEntry memory entry, bytes32[] memory proof) = entryOf(7, 60e6, 60e6);
        assertEq(vault.returnQuote(entry, 7, proof), 20e6);
        (, uint256 other) = vault.holdings(8);
        assertEq(other, 500e6);
        trade(7, -1e15, 41e6);
        assertEq(vault.returnQuote(entry, 7, proof), 40e6, "the rest once it is there");
    }

    function test_P2_noFundingOutWithoutALiveLease() public {
        give(7, 60e6);
        (FundEntry memory entry, bytes32[] memory proof) = entryOf(7, 60e6, 25e6);
        for (uint8 state; state < 2; state++) {
            control.setLease(LeaseState(state));
            vm.expectRevert(ISpokeVault.NoFundingInGrace.selector);
            vault.returnQuote(entry, 7, proof);
        }
        control.setLease(LeaseState.LIVE);
        vault.returnQuote(entry, 7, proof);
    }

    function test_refusesAnEntryThatIsNotUnderTheRoot() public {
        give(7, 60e6);
        (FundEntry memory entry, bytes32[] memory proof) = entryOf(7, 60e6, 25e6);
        entry.recalled = 26e6;
        vm.expectPartialRevert(ISpokeControl.NotUnderFundRoot.selector);
        vault.returnQuote(entry, 7, proof);
    }

    function test_onTheHubChain_theFundingContractIsPaidDirectly() public {
        vault = deployVault(HUB);
        give(7, 60e6);
        (FundEntry memory entry, bytes32[] memory proof) = entryOf(7, 60e6, 25e6);
        vault.returnQuote(entry, 7, proof);
        assertEq(quote.balanceOf(address(funding)), 25e6);
        assertEq(funding.chain(), HUB);
        assertEq(funding.arrived(), 25e6);
    }

    function test_unusedValueComesBack() public {
        vault = deployVault(HUB);
        give(7, 60e6);
        (FundEntry memory entry, bytes32[] memory proof) = entryOf(7, 60e6, 25e6);
        vm.deal(stranger, 1 ether);
        vm.prank(stranger);
        vault.returnQuote{value: 1 ether}(entry, 7, proof);
        assertEq(stranger.balance, 1 ether);
    }
}
