// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {ISpokeVault} from "gimbal/interfaces/ISpokeVault.sol";
import {FundEntry, Ledger} from "gimbal/types/Ledger.sol";
import {SpokeVault} from "gimbal/spoke/SpokeVault.sol";
import {VaultFixture} from "./VaultFixture.sol";

contract SpokeVaultTradeTest is VaultFixture {
    function test_countersNameEveryFlow() public {
        give(7, 6000e6);
        trade(7, 1e18, -3000e6);
        trade(7, -4e17, 1201e6);
        Ledger memory ledger = vault.ledger(7);
        assertEq(ledger.book, 7);
        assertEq(ledger.bought, 1e18);
        assertEq(ledger.paid, 3000e6);
        assertEq(ledger.sold, 4e17);
        assertEq(ledger.got, 1201e6);
        (uint256 heldBase, uint256 heldQuote) = vault.holdings(7);
        assertEq(heldBase, 6e17);
        assertEq(heldQuote, 4201e6);
        (uint256 allBase, uint256 allQuote) = vault.accounted();
        assertEq(allBase, base.balanceOf(address(vault)));
        assertEq(allQuote, quote.balanceOf(address(vault)));
    }

    function test_P5_noLedgerIsSpentForAnother() public {
        give(7, 100e6);
        give(8, 100e6);
        vm.startPrank(executor);
        vm.expectRevert(abi.encodeWithSelector(ISpokeVault.InsufficientQuote.selector, 7, 100e6, 100e6 + 1));
        vault.applyTrade(7, 1e18, -(100e6 + 1));
        vault.applyTrade(8, 2e18, -1);
        vm.expectRevert(abi.encodeWithSelector(ISpokeVault.InsufficientBase.selector, 7, 0, 1));
        vault.applyTrade(7, -1, 0);
    }

    function test_P5_releaseNeverTakesThePool() public {
        give(7, 100e6);
        arrive(50e6);
        vm.startPrank(executor);
        vm.expectRevert(
            abi.encodeWithSelector(
                ISpokeVault.ReleaseExceedsLedger.selector, address(quote), 100e6 + 1, 100e6
            )
        );
        vault.release(address(quote), stranger, 100e6 + 1);
        vm.expectRevert(
            abi.encodeWithSelector(ISpokeVault.ReleaseExceedsLedger.selector, address(base), 1, 0)
        );
        vault.release(address(base), stranger, 1);
        vm.expectRevert(
            abi.encodeWithSelector(ISpokeVault.ReleaseExceedsLedger.selector, address(this), 1, 0)
        );
        vault.release(address(this), stranger, 1);
    }

    function test_onlyTheExecutorTrades() public {
        give(7, 100e6);
        vm.startPrank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger));
        vault.release(address(quote), stranger, 1);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger));
        vault.applyTrade(7, 1, 0);
    }

    function test_nothingThatReadsBalancesRunsWhileTokensAreLent() public {
        give(7, 100e6);
        (FundEntry memory entry, bytes32[] memory proof) = entryOf(7, 100e6, 10e6);
        vm.prank(executor);
        vault.release(address(quote), stranger, 1e6);
        vm.expectRevert(ISpokeVault.TradeOpen.selector);
        vault.sweepSurplus(address(quote));
        vm.expectRevert(ISpokeVault.TradeOpen.selector);
        vault.returnQuote(entry, 7, proof);
        vm.expectRevert(ISpokeVault.TradeOpen.selector);
        vm.prank(bridgeRole);
        vault.onArrival(HUB, 1);
        vm.prank(executor);
        vault.applyTrade(7, 0, -1e6);
        vault.returnQuote(entry, 7, proof);
    }

    function test_P5_surplusIsADonationToTheBackstop() public {
        give(7, 100e6);
        trade(7, 1e16, -30e6);
        quote.mint(address(vault), 3e6);
        base.mint(address(vault), 1);
        (uint256 heldBase, uint256 heldQuote) = vault.holdings(7);
        assertEq(heldBase, 1e16);
        assertEq(heldQuote, 70e6, "not the book's");
        vm.startPrank(stranger);
        assertEq(vault.sweepSurplus(address(quote)), 3e6);
        assertEq(vault.sweepSurplus(address(base)), 1);
        assertEq(quote.balanceOf(backstop), 3e6);
        vm.expectRevert(abi.encodeWithSelector(ISpokeVault.NoSurplus.selector, address(quote)));
        vault.sweepSurplus(address(quote));
    }

    function test_initializesOnce_andOnlyTheAdminUpgrades() public {
        SpokeVault.Init memory init;
        vm.expectRevert(bytes4(keccak256("InvalidInitialization()")));
        vault.initialize(address(this), init);
        address next = address(new SpokeVault());
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger));
        vault.upgradeToAndCall(next, "");
        vault.upgradeToAndCall(next, "");
    }

    function test_storageLivesAtItsFormula() public view {
        bytes32 slot = keccak256(abi.encode(uint256(keccak256("gimbal.storage.SpokeVault")) - 1))
            & ~bytes32(uint256(0xff));
        assertEq(address(uint160(uint256(vm.load(address(vault), slot)))), address(control), "first field");
    }

    function testFuzz_P5_ledgersSumToWhatIsAccounted(uint256 seed) public {
        for (uint64 b = 1; b <= 3; b++) {
            give(b, 1000e6);
        }
        for (uint256 i; i < 30; i++) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint64 book = uint64(seed % 3) + 1;
            (uint256 heldBase, uint256 heldQuote) = vault.holdings(book);
            if ((seed >> 8) % 2 == 0) {
                trade(book, int256((seed >> 16) % 1e18), -int256((seed >> 128) % (heldQuote + 1)));
            } else {
                trade(book, -int256((seed >> 16) % (heldBase + 1)), int256((seed >> 128) % 100e6));
            }
        }
        (uint256 sumBase, uint256 sumQuote) = (0, vault.pool());
        for (uint64 b = 1; b <= 3; b++) {
            (uint256 heldBase, uint256 heldQuote) = vault.holdings(b);
            sumBase += heldBase;
            sumQuote += heldQuote;
        }
        (uint256 allBase, uint256 allQuote) = vault.accounted();
        assertEq(sumBase, allBase);
        assertEq(sumQuote, allQuote);
        assertEq(base.balanceOf(address(vault)), allBase);
        assertEq(quote.balanceOf(address(vault)), allQuote);
    }
}
