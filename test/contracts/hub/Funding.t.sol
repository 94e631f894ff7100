// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {SlotDerivation} from "@openzeppelin/contracts/utils/SlotDerivation.sol";
import {StateTree} from "gimbal/crosschain/StateTree.sol";
import {IAllocationBook} from "gimbal/interfaces/IAllocationBook.sol";
import {IBooks} from "gimbal/interfaces/IBooks.sol";
import {IFunding} from "gimbal/interfaces/IFunding.sol";
import {SpokeTerms} from "gimbal/types/Config.sol";
import {FundEntry, Ledger, fundLeaf} from "gimbal/types/Ledger.sol";
import {MandateFixture} from "./support/MandateFixture.sol";

contract FundingTest is MandateFixture {
    uint64 internal book;

    function setUp() public override {
        super.setUp();
        book = openFor(alice, 100_000e6);
        place(book, NORTH);
    }

    function come(uint64 from, uint256 amount) internal {
        bridge.release(address(fundingDesk), amount);
        vm.prank(address(bridge));
        fundingDesk.onArrival(from, amount);
    }

    function test_quoteGoesOverTheBridgeToTheVault() public {
        bytes32 id = keccak256(abi.encode(NORTH, northVault, uint256(30_000e6)));
        vm.expectEmit(address(fundingDesk));
        emit IFunding.Funded(book, NORTH, 30_000e6, 30_000e6, 0, id);
        fund(book, NORTH, 30_000e6);
        assertEq(cashOf(book), 70_000e6);
        assertEq(bridge.sent(NORTH, northVault), 30_000e6);
        assertEq(fundingDesk.entry(book, NORTH).sent, 30_000e6);
        assertEq(fundingDesk.netSent(NORTH), 30_000e6);
        assertEq(fundingDesk.meanSent(book, NORTH), block.timestamp);
        assertEq(books.accounted(), 70_000e6);
    }

    function test_theHubsOwnSpokeNeedsNoBridge() public {
        place(book, HOME);
        fund(book, HOME, 30_000e6);
        assertEq(token.balanceOf(address(homeVault)), 30_000e6);
        assertEq(homeVault.arrived(), 30_000e6);
        assertEq(homeVault.from(), HOME);
    }

    function test_theEntryStandsUnderTheFundRoot() public {
        fund(book, NORTH, 10e6);
        fund(book, NORTH, 20e6);
        bytes32 node = fundLeaf(FundEntry(book, 30e6, 0, 0));
        for (uint256 i; i < StateTree.DEPTH; i++) {
            node = keccak256(abi.encode(node, bytes32(0)));
        }
        assertEq(fundingDesk.fundRoot(NORTH), node);
    }

    function test_ownerOperatorOrRelayer() public {
        vm.expectRevert(abi.encodeWithSelector(IFunding.NotAuthorised.selector, book, bob));
        vm.prank(bob);
        fundingDesk.fund(book, NORTH, 10e6);
        vm.expectRevert(abi.encodeWithSelector(IFunding.NotAuthorised.selector, book, bob));
        vm.prank(bob);
        fundingDesk.recall(book, NORTH, 1);
        vm.prank(alice);
        fundingDesk.fund(book, NORTH, 30e6);
        vm.prank(alice);
        fundingDesk.recall(book, NORTH, 10e6);
        answerNeed(0);
        vm.prank(relayer);
        fundingDesk.recall(book, NORTH, 10e6);
    }

    function test_P6_theRelayerFundsNoMoreThanTheHedgeAsksFor() public {
        answerNeed(20_000e6);
        vm.expectRevert(
            abi.encodeWithSelector(IFunding.OverFund.selector, book, NORTH, 25_000e6 + 1, 25_000e6)
        );
        fund(book, NORTH, 25_000e6 + 1);
        fund(book, NORTH, 15_000e6);
        // What is under way counts.
        vm.expectRevert(abi.encodeWithSelector(IFunding.OverFund.selector, book, NORTH, 30_000e6, 25_000e6));
        fund(book, NORTH, 15_000e6);
        fund(book, NORTH, 10_000e6);
        claim(NORTH, Ledger(book, 25_000e6, 0, 2e18, 0, 6_000e6, 0, 0, 0));
        fund(book, NORTH, 6_000e6);
        answerNeed(0);
        vm.expectRevert(abi.encodeWithSelector(IFunding.OverFund.selector, book, NORTH, 25_010e6, 0));
        fund(book, NORTH, 10e6);
        vm.prank(alice);
        fundingDesk.fund(book, NORTH, 30_000e6);
    }

    function test_P6_theRelayerRecallsOnlyWhatTheHedgeCanSpare() public {
        answerNeed(20_000e6);
        vm.prank(alice);
        fundingDesk.fund(book, NORTH, 50_000e6);
        vm.startPrank(relayer);
        vm.expectRevert(
            abi.encodeWithSelector(IFunding.NeededThere.selector, book, NORTH, 30_000e6 - 1, 30_000e6)
        );
        fundingDesk.recall(book, NORTH, 20_000e6 + 1);
        fundingDesk.recall(book, NORTH, 20_000e6);
        vm.expectRevert(
            abi.encodeWithSelector(IFunding.NeededThere.selector, book, NORTH, 29_990e6, 30_000e6)
        );
        fundingDesk.recall(book, NORTH, 10e6);
        vm.stopPrank();
        vm.prank(alice);
        fundingDesk.recall(book, NORTH, 30_000e6);
    }

    /// @notice P6: while the need stands still, a relayer funds or recalls, and then has nothing more to move.
    function testFuzz_P6_theRelayerCannotMoveMoneyBackAndForth(
        uint96 need,
        uint96 had,
        uint96[8] memory moves
    ) public {
        need = uint96(bound(need, 0, 60_000e6));
        had = uint96(bound(had, 10e6, 90_000e6));
        vm.prank(alice);
        fundingDesk.fund(book, NORTH, had);
        answerNeed(need);
        uint256 moved;
        for (uint256 i; i < 8; i++) {
            uint256 amount = bound(moves[i], 10e6, 90_000e6);
            vm.startPrank(relayer);
            try fundingDesk.fund(book, NORTH, amount) {
                moved += amount;
            } catch {}
            try fundingDesk.recall(book, NORTH, amount) {
                moved += amount;
            } catch {}
            vm.stopPrank();
        }
        uint256 floor = uint256(need) * 3 / 2;
        uint256 ceiling = uint256(need) * 5 / 4;
        if (had >= floor) assertLe(moved, had - floor);
        else if (had <= ceiling) assertLe(moved, ceiling - had);
        else assertEq(moved, 0);
    }

    function test_P16_halfOfASpokeIsKeptForHedgesThereAre() public {
        SpokeTerms memory terms = spokeTerms();
        terms.quoteCap = 60_000e6;
        answerSpoke(NORTH, terms);
        answerNeed(0);
        vm.startPrank(alice);
        fundingDesk.fund(book, NORTH, 30_000e6);
        vm.expectRevert(abi.encodeWithSelector(IFunding.OverFund.selector, book, NORTH, 30_010e6, 0));
        fundingDesk.fund(book, NORTH, 10e6);
        vm.stopPrank();
        uint64 second = openFor(bob, 100_000e6);
        vm.prank(bob);
        allocations.place(second, NORTH);
        answerNeed(15_000e6);
        vm.startPrank(bob);
        vm.expectRevert(abi.encodeWithSelector(IFunding.SpokeCap.selector, NORTH, 60_000e6 + 1, 60_000e6));
        fundingDesk.fund(second, NORTH, 30_000e6 + 1);
        fundingDesk.fund(second, NORTH, 30_000e6);
        vm.stopPrank();
    }

    function test_noMoveOfLessThanTenTokens() public {
        vm.startPrank(alice);
        vm.expectRevert(abi.encodeWithSelector(IFunding.TooSmall.selector, 10e6 - 1, 10e6));
        fundingDesk.fund(book, NORTH, 10e6 - 1);
        fundingDesk.fund(book, NORTH, 15e6);
        vm.expectRevert(abi.encodeWithSelector(IFunding.TooSmall.selector, 10e6 - 1, 10e6));
        fundingDesk.recall(book, NORTH, 10e6 - 1);
        fundingDesk.recall(book, NORTH, 10e6);
        fundingDesk.recall(book, NORTH, 5e6);
        assertEq(fundingDesk.entry(book, NORTH).recalled, 15e6);
    }

    function test_fundRefuses() public {
        vm.expectRevert(
            abi.encodeWithSelector(IBooks.InsufficientCash.selector, book, int256(100_000e6), 100_000e6 + 1)
        );
        fund(book, NORTH, 100_000e6 + 1);
        vm.expectRevert(abi.encodeWithSelector(IFunding.UnknownVault.selector, uint64(999)));
        vm.prank(alice);
        fundingDesk.fund(book, 999, 10e6);
        uint64 never = openFor(alice, 10e6);
        vm.expectRevert(abi.encodeWithSelector(IAllocationBook.NotPlaced.selector, never, NORTH));
        vm.prank(alice);
        fundingDesk.fund(never, NORTH, 10e6);
    }

    function test_theSpokesCapCountsAllBooks() public {
        SpokeTerms memory terms = spokeTerms();
        terms.quoteCap = 50_000e6;
        answerSpoke(NORTH, terms);
        uint64 second = openFor(bob, 100_000e6);
        vm.prank(bob);
        allocations.place(second, NORTH);
        fund(book, NORTH, 30_000e6);
        vm.expectRevert(abi.encodeWithSelector(IFunding.SpokeCap.selector, NORTH, 50_000e6 + 1, 50_000e6));
        fund(second, NORTH, 20_000e6 + 1);
        fund(second, NORTH, 20_000e6);
        claim(NORTH, Ledger(book, 30_000e6, 5_000e6, 0, 0, 0, 0, 0, 0));
        come(NORTH, 5_000e6);
        fundingDesk.collect(book, NORTH);
        fund(second, NORTH, 5_000e6);
    }

    /// @notice P6: what a hostile relayer can burn in bridge fees is bounded by what it may send out.
    function test_P6_theRelayerTurnsABookOverTwiceADay() public {
        bridge.setFee(0.01e18);
        uint256 total;
        for (uint256 i; i < 40; i++) {
            uint256 amount = 20_000e6;
            vm.prank(relayer);
            try fundingDesk.fund(book, NORTH, amount) {
                total += amount;
            } catch {
                break;
            }
            uint128 all = uint128(total);
            claim(NORTH, Ledger(book, all, all, 0, 0, 0, 0, 0, 0));
            come(NORTH, amount);
            fundingDesk.collect(book, NORTH);
        }
        assertApproxEqAbs(total, 190_000e6, 10_000e6);
        assertLe(fundingDesk.bridgeFees(book, NORTH), 2_000e6);
        vm.expectPartialRevert(IFunding.TurnsSpent.selector);
        fund(book, NORTH, 20_000e6);
        vm.prank(alice);
        fundingDesk.fund(book, NORTH, 20_000e6);
        skip(12 hours);
        fund(book, NORTH, 20_000e6);
    }

    function test_recallNoMoreThanCanEverHaveBeenThere() public {
        fund(book, NORTH, 30_000e6);
        claim(NORTH, Ledger(book, 30_000e6, 0, 5e18, 1e18, 15_000e6, 3_100e6, 0, 0));
        vm.startPrank(alice);
        vm.expectRevert(IFunding.ZeroAmount.selector);
        fundingDesk.recall(book, NORTH, 0);
        vm.expectEmit(address(fundingDesk));
        emit IFunding.Recalled(book, NORTH, 18_100e6, 18_100e6);
        fundingDesk.recall(book, NORTH, 18_100e6);
        vm.expectRevert(
            abi.encodeWithSelector(IFunding.OverRecall.selector, book, NORTH, 18_100e6 + 1, 18_100e6)
        );
        fundingDesk.recall(book, NORTH, 1);
        vm.stopPrank();
    }

    function test_whatComesBackIsCreditedToWhomTheSpokeSentItFor() public {
        uint64 second = openFor(bob, 50_000e6);
        vm.prank(bob);
        allocations.place(second, NORTH);
        fund(book, NORTH, 30_000e6);
        fund(second, NORTH, 30_000e6);
        vm.expectRevert(abi.encodeWithSelector(IFunding.NothingToCollect.selector, book, NORTH));
        fundingDesk.collect(book, NORTH);
        come(NORTH, 9_000e6);
        vm.expectRevert(abi.encodeWithSelector(IFunding.NothingToCollect.selector, book, NORTH));
        fundingDesk.collect(book, NORTH);

        write(NORTH, Ledger(second, 30_000e6, 4_000e6, 0, 0, 0, 0, 0, 0));
        claim(NORTH, Ledger(book, 30_000e6, 6_000e6, 0, 0, 0, 0, 0, 0));
        prove(NORTH, Ledger(second, 30_000e6, 4_000e6, 0, 0, 0, 0, 0, 0));
        vm.expectEmit(address(fundingDesk));
        emit IFunding.Collected(book, NORTH, 6_000e6, 6_000e6);
        vm.prank(makeAddr("anyone"));
        fundingDesk.collect(book, NORTH);
        assertEq(cashOf(book), 76_000e6);
        assertEq(fundingDesk.pool(NORTH), 3_000e6);
        assertEq(fundingDesk.collect(second, NORTH), 3_000e6);
        come(NORTH, 1_000e6);
        assertEq(fundingDesk.collect(second, NORTH), 1_000e6);
        assertEq(cashOf(second), 24_000e6);
        assertEq(token.balanceOf(address(fundingDesk)), 0);
    }

    function test_aPoolIsTheSpokesOwn() public {
        fund(book, NORTH, 30_000e6);
        come(SOUTH, 9_000e6);
        claim(NORTH, Ledger(book, 30_000e6, 9_000e6, 0, 0, 0, 0, 0, 0));
        vm.expectRevert(abi.encodeWithSelector(IFunding.NothingToCollect.selector, book, NORTH));
        fundingDesk.collect(book, NORTH);
    }

    function test_arrivalsNeedTheRoleAnOriginAndTokens() public {
        vm.expectRevert(
            abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, address(this))
        );
        fundingDesk.onArrival(NORTH, 1);
        vm.startPrank(address(bridge));
        vm.expectRevert(abi.encodeWithSelector(IFunding.NotASpoke.selector, uint64(999)));
        fundingDesk.onArrival(999, 0);
        vm.expectRevert(abi.encodeWithSelector(IFunding.Unbacked.selector, 0, 1));
        fundingDesk.onArrival(NORTH, 1);
    }

    function test_P5_aDonationGoesToTheBackstop() public {
        fund(book, NORTH, 30_000e6);
        come(NORTH, 5_000e6);
        vm.expectRevert(IFunding.ZeroAmount.selector);
        fundingDesk.sweep();
        token.mint(address(fundingDesk), 9);
        assertEq(fundingDesk.sweep(), 9);
        assertEq(books.sweep(), 9);
        assertEq(fundingDesk.pool(NORTH), 5_000e6);
        assertEq(token.balanceOf(address(fundingDesk)), 5_000e6);
    }

    function test_vaultsAreTheTimelocks() public {
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, alice));
        vm.prank(alice);
        fundingDesk.setSpokeVault(NORTH, alice);
        assertEq(fundingDesk.spokeVault(NORTH), northVault);
    }

    /// @notice P5: tokens on hub, bridge and pools are what was deposited, and the counters say so.
    function testFuzz_P5_tokensAreConservedOverARoundTrip(uint96 out, uint96 back, uint96 spent) public {
        out = uint96(bound(out, 10e6, 100_000e6));
        spent = uint96(bound(spent, 0, out - 1));
        back = uint96(bound(back, 1, out - spent));
        fund(book, NORTH, out);
        claim(NORTH, Ledger(book, out, back, 1e18, 0, spent, 0, 0, 0));
        come(NORTH, back);
        assertEq(fundingDesk.collect(book, NORTH), back);
        assertEq(uint256(cashOf(book)), 100_000e6 - uint256(out) + back);
        assertEq(books.accounted(), uint256(cashOf(book)));
        assertEq(token.balanceOf(address(bridge)), uint256(out) - back);
        (int256 quote,, uint256 transit,) = mandates.recognised(book, NORTH);
        assertEq(quote, int256(uint256(out) - back - spent));
        assertEq(transit, 0);
    }

    function test_P12_storageStandsAtItsErc7201Slot() public view {
        bytes32 slot = SlotDerivation.erc7201Slot("gimbal.storage.Funding");
        assertEq(uint64(uint256(vm.load(address(fundingDesk), slot))), HOME);
    }
}
