// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {ISpokeControl} from "gimbal/interfaces/ISpokeControl.sol";
import {ISpokeVault} from "gimbal/interfaces/ISpokeVault.sol";
import {FundEntry, Ledger} from "gimbal/types/Ledger.sol";
import {VaultFixture} from "./VaultFixture.sol";

contract SpokeVaultCreditTest is VaultFixture {
    function test_arrivalFillsThePool_andProofCreditsTheBook() public {
        arrive(100e6);
        assertEq(vault.pool(), 100e6);
        (FundEntry memory entry, bytes32[] memory proof) = entryOf(7, 60e6, 0);
        vm.prank(stranger);
        assertEq(vault.credit(entry, 7, proof), 60e6);
        assertEq(vault.ledger(7).received, 60e6);
        (uint256 heldBase, uint256 heldQuote) = vault.holdings(7);
        assertEq(heldBase, 0);
        assertEq(heldQuote, 60e6);
        (, uint256 accounted) = vault.accounted();
        assertEq(accounted, 100e6, "pool and books");
    }

    function test_P5_creditTwiceGivesNothing() public {
        give(7, 60e6);
        arrive(60e6);
        (FundEntry memory entry, bytes32[] memory proof) = entryOf(7, 60e6, 0);
        vm.expectRevert(abi.encodeWithSelector(ISpokeVault.NothingToCredit.selector, 7));
        vault.credit(entry, 7, proof);
    }

    function test_creditsWhatHasArrived_andTheRestLater() public {
        arrive(40e6);
        (FundEntry memory entry, bytes32[] memory proof) = entryOf(7, 60e6, 0);
        assertEq(vault.credit(entry, 7, proof), 40e6);
        vm.expectRevert(abi.encodeWithSelector(ISpokeVault.PoolShort.selector, 20e6, 0));
        vault.credit(entry, 7, proof);
        arrive(20e6);
        assertEq(vault.credit(entry, 7, proof), 20e6);
    }

    function test_refusesAnEntryThatIsNotUnderTheRoot() public {
        arrive(100e6);
        (FundEntry memory entry, bytes32[] memory proof) = entryOf(7, 60e6, 0);
        entry.sent = 61e6;
        vm.expectPartialRevert(ISpokeControl.NotUnderFundRoot.selector);
        vault.credit(entry, 7, proof);
    }

    function test_onlyTheBridgeAnnounces_fromTheHub_whatIsReallyHere() public {
        quote.mint(address(vault), 5e6);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger));
        vm.prank(stranger);
        vault.onArrival(HUB, 5e6);
        vm.startPrank(bridgeRole);
        vm.expectRevert(abi.encodeWithSelector(ISpokeVault.NotFromHub.selector, SPOKE));
        vault.onArrival(SPOKE, 5e6);
        vm.expectRevert(abi.encodeWithSelector(ISpokeVault.Unbacked.selector, address(quote), 5e6, 5e6 + 1));
        vault.onArrival(HUB, 5e6 + 1);
        vault.onArrival(HUB, 5e6);
    }

    function testFuzz_P5_anyOrderOfArrivalsAndCreditsConserves(uint256 seed) public {
        uint128[4] memory sent;
        for (uint256 i; i < 24; i++) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint64 book = uint64(seed % 4);
            uint128 amount = uint128((seed >> 8) % 1000e6) + 1;
            sent[book] += amount;
            (FundEntry memory entry, bytes32[] memory proof) = entryOf(book, sent[book], 0);
            if ((seed >> 128) % 3 != 0) arrive(amount);
            if (vault.pool() > 0 && entry.sent > vault.ledger(book).received) {
                vault.credit(entry, uint32(book), proof);
            }
        }
        uint256 credited;
        for (uint64 b; b < 4; b++) {
            Ledger memory ledger = vault.ledger(b);
            assertLe(ledger.received, sent[b], "never more than was sent for the book");
            credited += ledger.received;
        }
        assertEq(credited + vault.pool(), quote.balanceOf(address(vault)));
    }
}
