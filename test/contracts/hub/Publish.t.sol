// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Vm} from "forge-std/Vm.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {StateTree} from "gimbal/crosschain/StateTree.sol";
import {IBooks} from "gimbal/interfaces/IBooks.sol";
import {IAllocationBook} from "gimbal/interfaces/IAllocationBook.sol";
import {IMandateBook} from "gimbal/interfaces/IMandateBook.sol";
import {IRiskParameters} from "gimbal/interfaces/IRiskParameters.sol";
import {IVolSurface} from "gimbal/interfaces/IVolSurface.sol";
import {HedgeTarget} from "gimbal/pricing/HedgeTarget.sol";
import {TargetVol} from "gimbal/pricing/TargetVol.sol";
import {HedgeBand, MandateTerms, SettlementTerms} from "gimbal/types/Config.sol";
import {Leg, MandateBody, mandateLeaf} from "gimbal/types/Mandate.sol";
import {MandateFixture} from "./support/MandateFixture.sol";

contract PublishTest is MandateFixture {
    uint64 internal book;

    function setUp() public override {
        super.setUp();
        book = openFor(alice, 100_000e6);
        place(book, NORTH);
        sellCalls(book);
    }

    /// @notice The body in the last MandatePublished event since logs were recorded, and how many there were.
    function published() internal returns (MandateBody memory body, uint256 count) {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; i++) {
            if (logs[i].topics[0] != IMandateBook.MandatePublished.selector) continue;
            (, body,,) = abi.decode(logs[i].data, (uint32, MandateBody, bytes32, bytes32));
            count++;
        }
    }

    /// @notice m of the book at a vol of the surface: it is short of gamma throughout, so gross and net are one.
    function factor(Leg[] memory legs, uint64 vol, uint256 riskAversion) internal view returns (uint256) {
        legs = abi.decode(abi.encode(legs), (Leg[]));
        for (uint256 i; i < legs.length; i++) {
            legs[i].vol = vol;
        }
        SettlementTerms memory settlement = SettlementTerms(1800, 10, 3600);
        (, int256 gamma) = HedgeTarget.ofLegs(legs, 3_000e18, block.timestamp, settlement);
        return TargetVol.factor(0.001e18, riskAversion, gamma, uint256(gamma), 3_000e18);
    }

    function publishAgain() internal returns (bool changed) {
        bytes32 root = mandates.mandateRoot(NORTH);
        mandates.publish(book);
        return mandates.mandateRoot(NORTH) != root;
    }

    function test_publishesTheListWholeWithItsExposure() public {
        vm.expectEmit(address(mandates));
        emit IMandateBook.ExposurePublished(book, 5_000e18, 6_000e18, 1_000e18, 0, 0, 1, 2, 3, 4);
        vm.recordLogs();
        mandates.publish(book);
        (MandateBody memory body, uint256 count) = published();
        assertEq(count, 1);
        assertEq(body.book, book);
        assertEq(body.market, MARKET);
        assertEq(body.share, 1e18);
        assertEq(body.offset, 0);
        assertEq(body.range, RANGE);
        assertEq(body.legs.length, 2);
        assertTrue(body.legs[0].series == call(3000));
        assertEq(body.legs[0].size, -10e18);
        assertEq(body.legs[0].vol, 0.6e18 * factor(body.legs, 0.6e18, 0.01e18) / 1e18);
        assertEq(body.legs[1].vol, body.legs[0].vol);
        assertEq(body.ladder.times.length, 0);
        assertEq(abi.encode(mandates.bodyOf(book, NORTH)), abi.encode(body));
    }

    /// @notice gamma = A / requirement = 10 / 1,000.
    function test_riskAversionIsRelativeToTheRequirement() public {
        mandates.publish(book);
        assertEq(mandates.bodyOf(book, NORTH).riskAversion, 0.01e18);
        answerMargin(RANGE, 0, 0);
        mandates.publish(book);
        assertEq(mandates.bodyOf(book, NORTH).riskAversion, 10e18);
    }

    function test_theLeafStandsUnderTheRoot() public {
        mandates.publish(book);
        bytes32 node = mandateLeaf(mandates.bodyOf(book, NORTH));
        for (uint256 i; i < StateTree.DEPTH; i++) {
            node = keccak256(abi.encode(node, bytes32(0)));
        }
        assertEq(mandates.mandateRoot(NORTH), node);
    }

    function test_withoutNewsTheTreeStays() public {
        mandates.publish(book);
        vm.recordLogs();
        mandates.publish(book);
        (, uint256 count) = published();
        assertEq(count, 0);
    }

    function test_aPositionChangeIsNews() public {
        mandates.publish(book);
        trade(book, books.count(), call(3000), 1e18, 0);
        assertTrue(publishAgain());
        assertEq(mandates.bodyOf(book, NORTH).legs[0].size, -9e18);
        trade(book, books.count(), call(3000), 9e18, 0);
        assertTrue(publishAgain());
        assertEq(mandates.bodyOf(book, NORTH).legs.length, 1);
        assertFalse(publishAgain());
    }

    function test_aVolIsNewsOnceItMovedByTheGovernedShare() public {
        mandates.publish(book);
        // The factor moves with the vol, by its eighth root: it takes a hair more than the governed share of the vol.
        answerVol(0.6119e18);
        assertFalse(publishAgain());
        answerVol(0.6123e18);
        assertTrue(publishAgain());
        uint256 m = factor(mandates.bodyOf(book, NORTH).legs, 0.6123e18, 0.01e18);
        assertEq(mandates.bodyOf(book, NORTH).legs[1].vol, 0.6123e18 * m / 1e18);
        answerVol(0.6003e18);
        assertFalse(publishAgain());
        answerVol(0.5997e18);
        assertTrue(publishAgain());
    }

    /// @notice The cost of the spoke is in the vols: where it rises, the target is hedged at another vol.
    function test_theFactorIsNewsOnceItMovedByTheGovernedShare() public {
        mandates.publish(book);
        uint64 vol = mandates.bodyOf(book, NORTH).legs[0].vol;
        answerCost(0.00105e18);
        assertFalse(publishAgain());
        answerCost(0.01e18);
        assertTrue(publishAgain());
        assertGt(mandates.bodyOf(book, NORTH).legs[0].vol, uint256(vol) * 105 / 100);
        answerCost(0);
        assertTrue(publishAgain());
        assertEq(mandates.bodyOf(book, NORTH).legs[0].vol, 0.6e18);
    }

    function answerCost(uint128 costRate) private {
        HedgeBand memory band = HedgeBand(10e18, costRate, 2e18, 0.1e18, 20e18, 0.5e18);
        vm.mockCall(parameters, abi.encodeCall(IRiskParameters.hedgeBand, (MARKET, NORTH)), abi.encode(band));
    }

    function answerVol(uint64 vol) private {
        vm.mockCall(surface, abi.encodeWithSelector(IVolSurface.lastVol.selector), abi.encode(vol, 1));
    }

    function test_theRequirementIsNewsOnceItMovedByTheGovernedShare() public {
        mandates.publish(book);
        answerMargin(RANGE, 0, 1_020e18);
        assertFalse(publishAgain());
        answerMargin(RANGE, 0, 1_021e18);
        assertTrue(publishAgain());
        answerMargin(RANGE * 102 / 100, 0, 1_021e18);
        assertTrue(publishAgain());
    }

    function test_onlyReshapingAsksForAnotherConfirmation() public {
        mandates.publish(book);
        mandates.heartbeat(NORTH);
        assertEq(mandates.carriedBy(book, NORTH), 1);
        answerMargin(RANGE, 0, 2_000e18);
        mandates.publish(book);
        assertEq(mandates.carriedBy(book, NORTH), 1);
        trade(book, books.count(), call(3000), 1e18, 0);
        mandates.publish(book);
        assertEq(mandates.carriedBy(book, NORTH), 2);
    }

    function test_aSpokeWithoutShareGetsItsOffsetAlone() public {
        mandates.publish(book);
        mandates.heartbeat(NORTH);
        reportFrom(NORTH);
        answerMargin(RANGE, 30e18, 1_000e18);
        vm.prank(relayer);
        allocations.startMove(book, NORTH, SOUTH, 0, 2e18);
        MandateBody memory body = mandates.bodyOf(book, SOUTH);
        assertEq(body.legs.length, 0);
        assertEq(body.offset, 2e18);
        assertEq(body.share, 0);
        assertEq(mandates.bodyOf(book, NORTH).offset, 0);
    }

    function test_publishRefusesWhatHasNoMandate() public {
        vm.expectRevert(abi.encodeWithSelector(IAllocationBook.NotHedged.selector, books.count()));
        mandates.publish(2);
        vm.expectRevert(abi.encodeWithSelector(IBooks.UnknownBook.selector, uint64(77)));
        mandates.publish(77);
    }

    /// @notice A list may hold one series now, so two become a table.
    function asLadder(uint64 errorShare) internal {
        MandateTerms memory terms = mandateTerms();
        terms.listCap = 1;
        terms.ladderError = errorShare;
        vm.mockCall(parameters, abi.encodeCall(IRiskParameters.mandateTerms, (MARKET)), abi.encode(terms));
        vm.warp(EXPIRY - 30 days);
    }

    function test_P13_aLargeBookBecomesALadderWithinItsBound() public {
        asLadder(1e18);
        vm.recordLogs();
        mandates.publish(book);
        (MandateBody memory body,) = published();
        assertEq(body.legs.length, 0);
        assertGt(body.ladder.times.length, 1);
        SettlementTerms memory settlement = SettlementTerms(1800, 10, 3600);
        Leg[] memory legs = mandates.bodyOf(book, NORTH).legs;
        assertEq(legs.length, 2);
        for (uint256 spot = 2_600e18; spot < 3_400e18; spot += 77e18) {
            (int256 exact,) = HedgeTarget.ofLegs(legs, spot, block.timestamp + 1 hours, settlement);
            (int256 table,,, bool inside) =
                HedgeTarget.ofBody(body, spot, block.timestamp + 1 hours, settlement);
            assertTrue(inside);
            assertApproxEqAbs(table, exact, body.ladder.errorBound);
        }
    }

    function test_aLadderTooCoarseForTheBandIsRefused() public {
        asLadder(1);
        vm.expectPartialRevert(IMandateBook.LadderError.selector);
        mandates.publish(book);
    }

    function test_aLadderIsRenewedAtHalfItsTime() public {
        asLadder(1e18);
        vm.recordLogs();
        mandates.publish(book);
        (MandateBody memory body,) = published();
        uint256 half = (uint256(body.ladder.times[0]) + body.ladder.times[body.ladder.times.length - 1]) / 2;
        vm.warp(half - 1);
        assertFalse(publishAgain());
        vm.warp(half);
        assertTrue(publishAgain());
    }

    function test_aPositionChangeIsNewsToALadderToo() public {
        asLadder(1e18);
        mandates.publish(book);
        trade(book, books.count(), call(3000), 1e18, 0);
        assertTrue(publishAgain());
        assertEq(mandates.bodyOf(book, NORTH).legs[0].size, -9e18);
        assertFalse(publishAgain());
    }

    function test_P12_upgradesNeedTheAdmin() public {
        vm.startPrank(alice);
        bytes memory refused =
            abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, alice);
        vm.expectRevert(refused);
        mandates.upgradeToAndCall(address(1), "");
        vm.expectRevert(refused);
        builder.upgradeToAndCall(address(1), "");
        vm.expectRevert(refused);
        allocations.upgradeToAndCall(address(1), "");
        vm.expectRevert(refused);
        fundingDesk.upgradeToAndCall(address(1), "");
        vm.stopPrank();
    }
}
