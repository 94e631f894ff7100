// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IParameterRules} from "gimbal/interfaces/IParameterRules.sol";
import {IRiskParameters} from "gimbal/interfaces/IRiskParameters.sol";
import {IRiskSteward} from "gimbal/interfaces/IRiskSteward.sol";
import {ITermRange} from "gimbal/interfaces/ITermRange.sol";
import {Change, ChangePath, Family, ParameterKey, Rule} from "gimbal/types/Parameter.sol";
import {StepFixture} from "./StepFixture.sol";

contract RiskStewardTest is StepFixture {
    function test_aStrangerCarriesAStepOut() public {
        Change[] memory changes = one(Family.HEDGE_BAND, 0, 12.5e18);
        bytes32 id = propose(changes, "a");
        assertEq(uint256(steward.stateOf(id)), uint256(IRiskSteward.State.WAITING));
        vm.warp(block.timestamp + 1 hours);
        vm.expectEmit(address(parameters));
        emit IRiskParameters.ParameterChanged(
            changes[0].key, 10e18, 12.5e18, address(steward), ChangePath.STEWARD, id
        );
        vm.prank(anyone);
        steward.execute(changes, "a");
        assertEq(parameters.hedgeBand(MARKET, SPOKE).riskAversion, 12.5e18);
        assertEq(uint256(steward.stateOf(id)), uint256(IRiskSteward.State.EXECUTED));
    }

    function test_P8_anIdServesOnce() public {
        Change[] memory changes = one(Family.HEDGE_BAND, 0, 10.1e18);
        step(changes, "a");
        bytes32 id = steward.idOf(changes, "a");
        vm.warp(block.timestamp + 1 days);
        _notOpen(changes, "a", IRiskSteward.State.EXECUTED);
        vm.prank(council);
        vm.expectRevert(abi.encodeWithSelector(IRiskSteward.IdTaken.selector, id));
        steward.propose(changes, "a");
        // Other changes under a known salt are another step, which nobody proposed.
        _notOpen(one(Family.HEDGE_BAND, 0, 10.2e18), "a", IRiskSteward.State.UNKNOWN);
    }

    function test_P8_aStepWaitsAndExpiresToTheSecond() public {
        Change[] memory changes = one(Family.HEDGE_BAND, 0, 10.1e18);
        bytes32 id = propose(changes, "a");
        (uint48 readyAt, uint48 expiresAt) = steward.timesOf(id);
        assertEq(readyAt, block.timestamp + 1 hours);
        assertEq(expiresAt, readyAt + 2 days);
        vm.warp(readyAt - 1);
        vm.expectRevert(
            abi.encodeWithSelector(IRiskSteward.TooEarly.selector, id, block.timestamp, uint256(readyAt))
        );
        steward.execute(changes, "a");
        uint256 here = vm.snapshotState();
        vm.warp(expiresAt - 1);
        steward.execute(changes, "a");
        vm.revertToState(here);
        vm.warp(expiresAt);
        _notOpen(changes, "a", IRiskSteward.State.EXPIRED);
    }

    function test_P7_guardianAndTimelockVetoUntilTheEnd() public {
        Change[] memory changes = one(Family.HEDGE_BAND, 0, 10.1e18);
        bytes32 first = propose(changes, "a");
        bytes32 second = propose(changes, "b");
        vm.prank(watch);
        keeper.veto(first);
        vm.warp(block.timestamp + 1 hours);
        // This test holds what the table gives the Timelock.
        steward.veto(second);
        _notOpen(changes, "a", IRiskSteward.State.VETOED);
        _notOpen(changes, "b", IRiskSteward.State.VETOED);
        vm.prank(council);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, council));
        steward.veto(second);
        vm.expectRevert(
            abi.encodeWithSelector(IRiskSteward.NotOpen.selector, first, IRiskSteward.State.VETOED)
        );
        vm.prank(watch);
        keeper.veto(first);
    }

    function test_P8_onlyTheCouncilProposes() public {
        Change[] memory changes = one(Family.HEDGE_BAND, 0, 10.1e18);
        vm.prank(anyone);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, anyone));
        steward.propose(changes, "a");
        vm.prank(council);
        vm.expectRevert(abi.encodeWithSelector(IRiskSteward.BadLength.selector, 0, 16));
        steward.propose(new Change[](0), "a");
        vm.prank(council);
        vm.expectRevert(abi.encodeWithSelector(IRiskSteward.BadLength.selector, 17, 16));
        steward.propose(new Change[](17), "a");
        // Nor does the council reach the parameters past the steward.
        vm.prank(council);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, council));
        parameters.change(changes, 0);
    }

    function test_P8_aValueThatMovedFailsWithItsStep() public {
        Change[] memory changes = one(Family.HEDGE_BAND, 0, 10.5e18);
        (changes[0].expected, changes[0].tolerance) = (10e18, 0.1e18);
        propose(changes, "a");
        set(Family.HEDGE_BAND, 0, 10.2e18);
        vm.warp(block.timestamp + 1 hours);
        vm.expectRevert(
            abi.encodeWithSelector(
                IRiskParameters.ValueMoved.selector, changes[0].key, 10.2e18, 10e18, 0.1e18
            )
        );
        steward.execute(changes, "a");
        set(Family.HEDGE_BAND, 0, 10.1e18);
        steward.execute(changes, "a");
        assertEq(parameters.hedgeBand(MARKET, SPOKE).riskAversion, 10.5e18, "at the tolerance it passes");
    }

    /// @notice The exact bound is legal and one more is not, for the steward as for a vote.
    function test_P8_aValueAtTheExactBound() public {
        ParameterKey key = keyOf(Family.HEDGE_BAND, 0);
        Rule memory rule = rules.ruleOf(key);
        set(Family.HEDGE_BAND, 0, rule.max * 9 / 10);
        Change[] memory beyond = one(Family.HEDGE_BAND, 0, rule.max + 1);
        propose(beyond, "a");
        vm.warp(block.timestamp + 1 hours);
        vm.expectRevert(
            abi.encodeWithSelector(
                IParameterRules.OutOfBounds.selector, key, rule.max + 1, rule.min, rule.max
            )
        );
        steward.execute(beyond, "a");
        step(one(Family.HEDGE_BAND, 0, rule.max), "b");
        assertEq(parameters.hedgeBand(MARKET, SPOKE).riskAversion, rule.max);
    }

    /// @notice A council that always takes the largest legal step upwards, as often as it can, for 120 days: in no window of 30
    /// days do its steps sum up to more than the drift, nor does the value leave its bounds.
    function test_P8_manyLegalStepsDoNotWalkAValueAway() public {
        ParameterKey key = keyOf(Family.HEDGE_BAND, 0);
        Rule memory rule = rules.ruleOf(key);
        uint256[] memory moved = new uint256[](240);
        uint256 steps;
        for (uint256 i; i < 240; i++) {
            uint256 old = parameters.hedgeBand(MARKET, SPOKE).riskAversion;
            uint256 left = rule.max - old;
            uint256 size = old * rule.step / 1e18;
            if (size > left) size = left;
            Change[] memory changes = one(Family.HEDGE_BAND, 0, old + size);
            propose(changes, bytes32(i));
            vm.warp(block.timestamp + 12 hours);
            try steward.execute(changes, bytes32(i)) {
                moved[i] = size * 1e18 / old;
                steps++;
            } catch {}
            assertLe(parameters.hedgeBand(MARKET, SPOKE).riskAversion, rule.max);
        }
        assertGt(steps, 4, "it did walk");
        for (uint256 i; i < 240; i++) {
            uint256 sum;
            for (uint256 j = i; j < 240 && j < i + 60; j++) {
                sum += moved[j];
            }
            assertLe(sum, rule.drift);
        }
    }

    function test_P8_termsKeepToTheirFloors() public {
        vm.expectRevert(
            abi.encodeWithSelector(
                ITermRange.TermOutOfRange.selector, bytes32("delay"), 30 minutes - 1, 30 minutes, 14 days
            )
        );
        steward.setTerms(IRiskSteward.Terms(30 minutes - 1, 1 days));
        vm.expectRevert(
            abi.encodeWithSelector(
                ITermRange.TermOutOfRange.selector, bytes32("life"), 14 days + 1, 10 minutes, 14 days
            )
        );
        steward.setTerms(IRiskSteward.Terms(1 days, 14 days + 1));
        steward.setTerms(IRiskSteward.Terms(30 minutes, 14 days));
        assertEq(steward.terms().delay, 30 minutes);
        vm.prank(council);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, council));
        steward.setTerms(IRiskSteward.Terms(1 days, 1 days));
    }

    function _notOpen(Change[] memory changes, bytes32 salt, IRiskSteward.State state) private {
        bytes32 id = steward.idOf(changes, salt);
        vm.expectRevert(abi.encodeWithSelector(IRiskSteward.NotOpen.selector, id, state));
        steward.execute(changes, salt);
    }
}
