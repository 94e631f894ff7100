// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {IGimbalTimelock} from "gimbal/interfaces/IGimbalTimelock.sol";
import {Change, Family} from "gimbal/types/Parameter.sol";
import {VotedParameters} from "./VotedParameters.sol";

/// @notice Attempts to end with `lapse` what should be executed.
contract LapseAttackTest is VotedParameters {
    /// @notice For two weeks anyone executes and nobody ends it; later it is whoever comes first.
    function test_P7_nobodyEndsAVoteThatCanBeExecutedForTwoWeeks() public {
        uint256 id = _queued("kept");
        bytes32 operation = _operation("kept");
        uint256 eta = governor.proposalEta(id);
        uint256 from = eta + timelock.LIFE();
        uint256[4] memory times = [block.timestamp, eta, eta + 7 days, from - 1];
        for (uint256 i; i < times.length; i++) {
            vm.warp(times[i]);
            vm.prank(stranger);
            vm.expectRevert(abi.encodeWithSelector(IGimbalTimelock.NotOverdue.selector, operation, from));
            timelock.lapse(operation);
        }
        // Being overdue forbids nothing.
        vm.warp(from + 365 days);
        governor.execute(id);
        vm.prank(stranger);
        vm.expectRevert();
        timelock.lapse(operation);
        assertEq(uint256(governor.state(id)), uint256(IGovernor.ProposalState.Executed));
    }

    /// @notice A guardian ends its own replacement by no way, until nobody has wanted it for two weeks.
    function test_P7_aGuardianDoesNotLapseItsReplacement() public {
        bytes memory call = abi.encodeCall(governor.setProposalGuardian, (carol));
        uint256 id = propose(address(governor), call);
        pass(id);
        governor.queue(id);
        bytes32 operation = operationOf(address(governor), call);
        vm.warp(governor.proposalEta(id) + timelock.LIFE() - 1);
        vm.startPrank(guardian);
        vm.expectRevert();
        timelock.lapse(operation);
        vm.expectRevert();
        timelock.cancel(operation);
        vm.expectRevert();
        governor.cancel(id);
        vm.stopPrank();
        governor.execute(id);
        assertEq(governor.proposalGuardian(), carol);
    }

    /// @notice The role to cancel that the timelock has serves nobody who is not a vote.
    function test_P7_theTimelocksOwnCancellingIsVotesAlone() public {
        _queued("kept");
        bytes32 operation = _operation("kept");
        address[4] memory others = [stranger, guardian, watch, council];
        for (uint256 i; i < others.length; i++) {
            vm.prank(others[i]);
            vm.expectRevert();
            timelock.cancel(operation);
        }
        vm.prank(alice);
        vm.expectRevert();
        governor.relay(address(timelock), 0, abi.encodeCall(timelock.cancel, (operation)));
        assertTrue(timelock.isOperationPending(operation));
    }

    /// @notice What has lapsed is over for the Governor too: not queued, executed, cancelled or put forward again; another text is.
    function test_P8_whatHasLapsedIsPutForwardAnewUnderAnotherText() public {
        uint256 id = _queued("gone");
        vm.warp(governor.proposalEta(id) + timelock.LIFE());
        timelock.lapse(_operation("gone"));
        assertEq(uint256(governor.state(id)), uint256(IGovernor.ProposalState.Canceled));
        vm.expectRevert();
        governor.queue(id);
        vm.expectRevert();
        governor.execute(id);
        vm.prank(guardian);
        vm.expectRevert();
        governor.cancel(id);
        bytes memory call = _call("gone");
        vm.startPrank(alice);
        vm.expectRevert();
        governor.propose(list(address(parameters)), new uint256[](1), one(call), "change");
        uint256 again = governor.propose(list(address(parameters)), new uint256[](1), one(call), "again");
        vm.stopPrank();
        pass(again);
        governor.queue(again);
        vm.warp(governor.proposalEta(again));
        governor.execute(again);
        assertEq(parameters.hedgeBand(MARKET, SPOKE).riskAversion, 11e18);
        assertEq(rules.trackOf(keyOf(Family.HEDGE_BAND, 0)).holds, 0);
    }

    /// @notice A vote takes back an upgrade that passed before it, while that still waits: to cancel waits as a value does.
    function test_P12_aLaterVoteEndsAnUpgradeBeforeItsTime() public {
        IGimbalTimelock.Delays memory longer = IGimbalTimelock.Delays(1 days, 2 days, 14 days);
        enact(address(timelock), abi.encodeCall(timelock.setDelays, (longer)));
        bytes memory upgrade = abi.encodeCall(rules.upgradeToAndCall, (stranger, ""));
        uint256 id = propose(address(rules), upgrade);
        pass(id);
        governor.queue(id);
        uint256 eta = governor.proposalEta(id);
        enact(address(timelock), abi.encodeCall(timelock.cancel, (operationOf(address(rules), upgrade))));
        assertLt(block.timestamp, eta);
        vm.warp(eta);
        vm.expectRevert();
        governor.execute(id);
        assertEq(uint256(governor.state(id)), uint256(IGovernor.ProposalState.Canceled));
    }

    function _queued(bytes32 name) private returns (uint256 id) {
        id = propose(address(parameters), _call(name));
        pass(id);
        governor.queue(id);
    }

    function _call(bytes32 name) private view returns (bytes memory) {
        Change[] memory changes = one(Family.HEDGE_BAND, 0, 11e18);
        return abi.encodeCall(parameters.change, (changes, name));
    }

    function _operation(bytes32 name) private view returns (bytes32) {
        return operationOf(address(parameters), _call(name));
    }
}
