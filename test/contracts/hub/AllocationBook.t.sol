// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {SlotDerivation} from "@openzeppelin/contracts/utils/SlotDerivation.sol";
import {IAllocationBook} from "gimbal/interfaces/IAllocationBook.sol";
import {IMandateBook} from "gimbal/interfaces/IMandateBook.sol";
import {IRiskParameters} from "gimbal/interfaces/IRiskParameters.sol";
import {StateTree} from "gimbal/crosschain/StateTree.sol";
import {Liquidity} from "gimbal/types/Config.sol";
import {Ledger, ledgerLeaf} from "gimbal/types/Ledger.sol";
import {Report} from "gimbal/types/Message.sol";
import {Terms} from "../base/Terms.sol";
import {MandateFixture} from "./support/MandateFixture.sol";

contract AllocationBookTest is MandateFixture {
    using StateTree for StateTree.Tree;

    uint64 internal book;

    function setUp() public override {
        super.setUp();
        answerMargin(RANGE, 30e18, 1_000e18);
        book = openFor(alice, 100_000e6);
    }

    function at(uint64 spoke) internal view returns (uint64 share, int128 offset) {
        IAllocationBook.Allocation memory a = allocations.allocation(book, spoke);
        return (a.share, a.offset);
    }

    function assertAt(uint64 spoke, uint64 share, int128 offset) internal view {
        (uint64 gotShare, int128 gotOffset) = at(spoke);
        assertEq(gotShare, share);
        assertEq(gotOffset, offset);
    }

    /// @notice The spoke has and reports what the hub wants of it now.
    function catchUp(uint64 spoke) internal {
        skip(LEASE / 4);
        mandates.heartbeat(spoke);
        reportFrom(spoke);
    }

    /// @notice All of T on NORTH, which has reported it.
    function settled() internal {
        place(book, NORTH);
        sellCalls(book);
        mandates.publish(book);
        catchUp(NORTH);
    }

    function move(uint64 from, uint64 to, uint64 share, int128 offset) internal {
        vm.prank(relayer);
        allocations.startMove(book, from, to, share, offset);
    }

    function refuseMove(uint64 from, uint64 to, uint64 share, int128 offset, bytes memory reason) internal {
        vm.expectRevert(reason);
        move(from, to, share, offset);
    }

    function test_placesAllOnOneSpoke() public {
        vm.expectEmit(address(allocations));
        emit IAllocationBook.AllocationSet(book, NORTH, IAllocationBook.Allocation(0, 1e18));
        place(book, NORTH);
        assertAt(NORTH, 1e18, 0);
        assertEq(allocations.spokesOf(book).length, 1);
        assertEq(allocations.spokesOf(book)[0], NORTH);
        assertEq(allocations.indexOf(book, NORTH), 0);
        vm.expectRevert(abi.encodeWithSelector(IAllocationBook.NotPlaced.selector, book, SOUTH));
        allocations.indexOf(book, SOUTH);
    }

    function test_leafIndicesCountPerSpoke() public {
        place(book, NORTH);
        uint64 second = openFor(alice, 0);
        place(second, SOUTH);
        place(second, NORTH);
        assertEq(allocations.indexOf(second, SOUTH), 0);
        assertEq(allocations.indexOf(second, NORTH), 1);
    }

    function test_ownerOperatorOrRelayerPlace() public {
        vm.expectRevert(abi.encodeWithSelector(IAllocationBook.NotAuthorised.selector, book, bob));
        vm.prank(bob);
        allocations.place(book, NORTH);
        vm.prank(alice);
        books.setOperator(book, bob, true);
        vm.prank(bob);
        allocations.place(book, NORTH);
        vm.prank(relayer);
        allocations.place(book, SOUTH);
        assertAt(SOUTH, 1e18, 0);
        assertAt(NORTH, 0, 0);
    }

    function test_placeRefuses() public {
        vm.prank(alice);
        uint64 unhedged = books.open(MARKET, false);
        vm.expectRevert(abi.encodeWithSelector(IAllocationBook.NotHedged.selector, unhedged));
        place(unhedged, NORTH);
        vm.expectRevert(abi.encodeWithSelector(IRiskParameters.UnknownSpoke.selector, uint64(999)));
        place(book, 999);
        sellCalls(book);
        vm.expectRevert(abi.encodeWithSelector(IAllocationBook.BookNotEmpty.selector, book, 2));
        place(book, NORTH);
    }

    function test_P17_aSpokeIsLeftOnlyOnceItHedgesNothing() public {
        settled();
        uint64 other = books.count();
        trade(book, other, call(3000), 10e18, 0);
        trade(book, other, call(3200), 5e18, 0);
        vm.expectRevert(abi.encodeWithSelector(IMandateBook.BodyNotEmpty.selector, book, NORTH));
        place(book, SOUTH);
        mandates.publish(book);
        vm.expectRevert(abi.encodeWithSelector(IMandateBook.NotReported.selector, NORTH, 1, 2));
        place(book, SOUTH);
        catchUp(NORTH);
        place(book, SOUTH);
        assertAt(NORTH, 0, 0);
        assertAt(SOUTH, 1e18, 0);
    }

    function test_aBookNeverPlacedIsPlacedAtHomeByItsFirstPublish() public {
        vm.expectRevert(abi.encodeWithSelector(IAllocationBook.NothingToHedge.selector, book));
        mandates.publish(book);
        sellCalls(book);
        mandates.publish(book);
        assertAt(HOME, 1e18, 0);
        vm.expectRevert(abi.encodeWithSelector(IAllocationBook.AlreadyPlaced.selector, book));
        allocations.placeAtHome(book);
    }

    function test_P17_aMoveGrowsFirstAndShrinksOnceReported() public {
        settled();
        vm.expectEmit(address(allocations));
        emit IAllocationBook.MoveStarted(book, NORTH, SOUTH, 0.05e18, 1e18, 1);
        move(NORTH, SOUTH, 0.05e18, 1e18);
        assertAt(NORTH, 1e18, 0);
        assertAt(SOUTH, 0.05e18, 1e18);
        (uint64 from, uint64 to, uint64 share, int128 offset, uint64 epoch) = allocations.pendingMove(book);
        assertEq(from, NORTH);
        assertEq(to, SOUTH);
        assertEq(share, 0.05e18);
        assertEq(offset, 1e18);
        assertEq(epoch, 1);

        vm.expectRevert(abi.encodeWithSelector(IMandateBook.NotReported.selector, SOUTH, 0, 1));
        allocations.completeMove(book);
        catchUp(SOUTH);
        vm.prank(makeAddr("anyone"));
        allocations.completeMove(book);
        assertAt(NORTH, 0.95e18, -1e18);
        assertAt(SOUTH, 0.05e18, 1e18);
        (from, to,,,) = allocations.pendingMove(book);
        assertEq(from, to);
        assertEq(mandates.bodyOf(book, NORTH).share, 0.95e18);
    }

    function test_P17_theNextMoveWaitsForTheShrinking() public {
        settled();
        move(NORTH, SOUTH, 0.05e18, 0);
        refuseMove(
            NORTH,
            SOUTH,
            0.01e18,
            0,
            abi.encodeWithSelector(IAllocationBook.MovePending.selector, book, SOUTH, 1)
        );
        catchUp(SOUTH);
        allocations.completeMove(book);
        refuseMove(
            NORTH, SOUTH, 0.01e18, 0, abi.encodeWithSelector(IMandateBook.NotReported.selector, NORTH, 1, 2)
        );
        catchUp(NORTH);
        move(NORTH, SOUTH, 0.01e18, 0);
    }

    function test_P17_noMoveOpensMoreThanTheGovernedGap() public {
        settled();
        refuseMove(
            NORTH,
            SOUTH,
            0.1e18 + 1,
            0,
            abi.encodeWithSelector(IAllocationBook.AllocationGap.selector, 6e18 + 60, 6e18)
        );
        refuseMove(
            NORTH,
            SOUTH,
            0.05e18,
            -3e18 - 1,
            abi.encodeWithSelector(IAllocationBook.AllocationGap.selector, 6e18 + 1, 6e18)
        );
        move(NORTH, SOUTH, 0.1e18, 0);
    }

    /// @notice The thinner of both spokes bears a move: a twentieth of what is traded there on a day.
    function test_P17_noMoveIsMoreThanAThinSpokeTrades() public {
        settled();
        Liquidity memory thin = Terms.liquidity();
        thin.dailyVolume = 40e18;
        for (uint256 i; i < 2; i++) {
            uint64 spoke = i == 0 ? NORTH : SOUTH;
            bytes memory ask = abi.encodeCall(IRiskParameters.liquidity, (MARKET, spoke));
            vm.mockCall(parameters, ask, abi.encode(thin));
            bytes memory reason =
                abi.encodeWithSelector(IAllocationBook.AllocationGap.selector, 2e18 + 1, 2e18);
            refuseMove(NORTH, SOUTH, 0, 2e18 + 1, reason);
            vm.mockCall(parameters, ask, abi.encode(Terms.liquidity()));
        }
        vm.mockCall(parameters, abi.encodeCall(IRiskParameters.liquidity, (MARKET, SOUTH)), abi.encode(thin));
        move(NORTH, SOUTH, 0, 2e18);
    }

    function test_moveRefuses() public {
        settled();
        refuseMove(NORTH, NORTH, 1, 0, abi.encodeWithSelector(IAllocationBook.SameSpoke.selector, NORTH));
        refuseMove(
            SOUTH, NORTH, 1, 0, abi.encodeWithSelector(IAllocationBook.NotPlaced.selector, book, SOUTH)
        );
        refuseMove(
            NORTH,
            SOUTH,
            1e18 + 1,
            0,
            abi.encodeWithSelector(
                IAllocationBook.ShareExceeded.selector, book, NORTH, uint256(1e18) + 1, 1e18
            )
        );
        refuseMove(
            NORTH, 999, 1, 0, abi.encodeWithSelector(IRiskParameters.UnknownSpoke.selector, uint64(999))
        );
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, alice));
        vm.prank(alice);
        allocations.startMove(book, NORTH, SOUTH, 1, 0);
        vm.expectRevert(abi.encodeWithSelector(IAllocationBook.NoMovePending.selector, book));
        allocations.completeMove(book);
    }

    function test_noSpokeIsAskedForAShort() public {
        settled();
        answerMargin(RANGE, 2e18, 1_000e18);
        refuseMove(
            NORTH,
            SOUTH,
            0,
            3e18,
            abi.encodeWithSelector(IAllocationBook.AllocationBelowZero.selector, book, NORTH, int256(-1e18))
        );
        refuseMove(
            NORTH,
            SOUTH,
            0.05e18,
            -1e18,
            abi.encodeWithSelector(IAllocationBook.AllocationBelowZero.selector, book, SOUTH, int256(-0.9e18))
        );
        move(NORTH, SOUTH, 0, 2e18);
    }

    function test_P21_nothingMovesToASuspectedSpoke() public {
        settled();
        Report memory report = goodReport(SOUTH);
        report.epoch = 3;
        deliver(SOUTH, report);
        refuseMove(NORTH, SOUTH, 1, 0, abi.encodeWithSelector(IMandateBook.Quarantined.selector, book, SOUTH));
        uint64 second = openFor(alice, 0);
        vm.expectRevert(abi.encodeWithSelector(IMandateBook.Quarantined.selector, second, SOUTH));
        place(second, SOUTH);
    }

    function test_placeWaitsForOffsetsToEnd() public {
        settled();
        move(NORTH, SOUTH, 0, 2e18);
        catchUp(SOUTH);
        allocations.completeMove(book);
        uint64 other = books.count();
        trade(book, other, call(3000), 10e18, 0);
        trade(book, other, call(3200), 5e18, 0);
        vm.expectRevert(abi.encodeWithSelector(IAllocationBook.AllocationGap.selector, 2e18, 0));
        place(book, SOUTH);
    }

    function dieWithFourBase() internal returns (uint256 deadAt) {
        settled();
        fund(book, NORTH, 20_000e6);
        claim(NORTH, Ledger(book, 20_000e6, 0, 4e18, 0, 12_000e6, 0, 0, 0));
        deadAt = mandates.deadAt(NORTH);
    }

    function test_aDeadSpokesInventoryBecomesAnOffset() public {
        uint256 deadAt = dieWithFourBase();
        assertEq(deadAt, mandates.lastHeartbeat(NORTH).leaseEnd + GRACE);
        vm.warp(deadAt);
        vm.expectRevert(abi.encodeWithSelector(IAllocationBook.SpokeNotDead.selector, NORTH, deadAt, deadAt));
        allocations.retireDead(book, NORTH, HOME, new bytes32[](0));
        skip(1);
        vm.prank(makeAddr("anyone"));
        allocations.retireDead(book, NORTH, HOME, new bytes32[](0));
        assertAt(NORTH, 0, 4e18);
        assertAt(HOME, 1e18, -4e18);
        assertEq(mandates.bodyOf(book, NORTH).legs.length, 0);
        assertEq(mandates.bodyOf(book, HOME).legs.length, 2);
    }

    function test_noHeartbeatKeepsADeadSpokeAlive() public {
        uint256 deadAt = dieWithFourBase();
        skip(REPORT_AGE + 1);
        vm.expectPartialRevert(IMandateBook.SpokeSilent.selector);
        mandates.heartbeat(NORTH);
        assertEq(mandates.deadAt(NORTH), deadAt);
        reportFrom(NORTH);
        mandates.heartbeat(NORTH);
        assertGt(mandates.deadAt(NORTH), deadAt);
    }

    function test_strangersRetireToTheHubsOwnSpokeOnly() public {
        vm.warp(dieWithFourBase() + 1);
        address stranger = makeAddr("stranger");
        vm.expectRevert(abi.encodeWithSelector(IAllocationBook.NotAuthorised.selector, book, stranger));
        vm.prank(stranger);
        allocations.retireDead(book, NORTH, SOUTH, new bytes32[](0));
        vm.prank(relayer);
        allocations.retireDead(book, NORTH, SOUTH, new bytes32[](0));
        assertAt(SOUTH, 1e18, -4e18);
    }

    function test_retireNeedsTheLastWordOfTheSpoke() public {
        settled();
        fund(book, NORTH, 20_000e6);
        claim(NORTH, Ledger(book, 20_000e6, 0, 4e18, 0, 12_000e6, 0, 0, 0));
        reportFrom(NORTH);
        vm.warp(mandates.deadAt(NORTH) + 1);
        vm.expectRevert(abi.encodeWithSelector(IAllocationBook.ClaimNotProven.selector, book, NORTH, 2, 3));
        allocations.retireDead(book, NORTH, HOME, new bytes32[](0));
        prove(NORTH, Ledger(book, 20_000e6, 0, 4e18, 0, 12_000e6, 0, 0, 0));
        allocations.retireDead(book, NORTH, HOME, new bytes32[](0));
        vm.expectRevert(abi.encodeWithSelector(IAllocationBook.SameSpoke.selector, NORTH));
        allocations.retireDead(book, NORTH, NORTH, new bytes32[](0));
        vm.warp(block.timestamp + 100 days);
        vm.expectRevert(abi.encodeWithSelector(IAllocationBook.NotPlaced.selector, uint64(2), NORTH));
        allocations.retireDead(2, NORTH, HOME, new bytes32[](0));
    }

    /// @notice Funded, traded and reported, and nobody has proven it.
    function dieUnproven() internal returns (Ledger memory ledger) {
        settled();
        fund(book, NORTH, 20_000e6);
        ledger = Ledger(book, 20_000e6, 0, 4e18, 0, 12_000e6, 0, 0, 0);
        ledgers[NORTH].set(allocations.indexOf(book, NORTH), ledgerLeaf(ledger));
        reportFrom(NORTH);
        vm.warp(mandates.deadAt(NORTH) + 1);
    }

    function test_P17_inventoryThatNobodyHasProvenIsNotTakenForNothing() public {
        Ledger memory ledger = dieUnproven();
        bytes memory notProven =
            abi.encodeWithSelector(IAllocationBook.ClaimNotProven.selector, book, NORTH, 0, sequences[NORTH]);
        vm.expectRevert(notProven);
        allocations.retireDead(book, NORTH, HOME, new bytes32[](0));
        vm.expectRevert(notProven);
        allocations.retireDead(book, NORTH, HOME, new bytes32[](5));
        uint32 index = allocations.indexOf(book, NORTH);
        mandates.prove(NORTH, ledger, index, ledgers[NORTH].proof(index));
        allocations.retireDead(book, NORTH, HOME, new bytes32[](0));
        assertAt(NORTH, 0, 4e18);
        assertAt(HOME, 1e18, -4e18);
    }

    function test_P17_aBookTheSpokeNeverCreditedIsRetiredByItsEmptyLeaf() public {
        uint64 second = openFor(alice, 100_000e6);
        place(second, NORTH);
        settled();
        fund(book, NORTH, 20_000e6);
        Ledger memory ledger;
        ledger.book = second;
        ledgers[NORTH].set(0, ledgerLeaf(ledger));
        reportFrom(NORTH);
        vm.warp(mandates.deadAt(NORTH) + 1);
        assertEq(allocations.indexOf(book, NORTH), 1);
        vm.expectPartialRevert(IAllocationBook.ClaimNotProven.selector);
        allocations.retireDead(book, NORTH, HOME, new bytes32[](0));
        bytes32[] memory absence = new bytes32[](1);
        absence[0] = ledgerLeaf(ledger);
        allocations.retireDead(book, NORTH, HOME, absence);
        assertAt(NORTH, 0, 0);
        assertAt(HOME, 1e18, 0);
    }

    function test_aBookThatNothingWasSentForNeedsNoWordOfTheSpoke() public {
        settled();
        ledgers[NORTH].set(9, keccak256("of others, unknown"));
        reportFrom(NORTH);
        vm.warp(mandates.deadAt(NORTH) + 1);
        allocations.retireDead(book, NORTH, HOME, new bytes32[](0));
        assertAt(HOME, 1e18, 0);
    }

    function test_aSpokeThatNeverReportedHasReportedNothing() public {
        place(book, NORTH);
        sellCalls(book);
        mandates.publish(book);
        fund(book, NORTH, 20_000e6);
        mandates.heartbeat(NORTH);
        vm.warp(mandates.deadAt(NORTH) + 1);
        allocations.retireDead(book, NORTH, HOME, new bytes32[](0));
        assertAt(HOME, 1e18, 0);
    }

    function test_deathInTheMiddleOfAMoveLosesNothing() public {
        settled();
        move(NORTH, SOUTH, 0.05e18, 1e18);
        mandates.heartbeat(SOUTH);
        vm.warp(mandates.deadAt(SOUTH) + 1);
        allocations.retireDead(book, SOUTH, HOME, new bytes32[](0));
        assertAt(SOUTH, 0, 0);
        assertAt(HOME, 0, 0);
        assertAt(NORTH, 1e18, 0);

        vm.warp(mandates.deadAt(NORTH) + 1);
        reportFrom(SOUTH);
        allocations.retireDead(book, NORTH, HOME, new bytes32[](0));
        assertAt(HOME, 1e18, 0);
        assertAt(NORTH, 0, 0);
    }

    function test_P12_storageStandsAtItsErc7201Slot() public view {
        bytes32 slot = SlotDerivation.erc7201Slot("gimbal.storage.AllocationBook");
        assertEq(uint64(uint256(vm.load(address(allocations), slot))), HOME);
    }
}
