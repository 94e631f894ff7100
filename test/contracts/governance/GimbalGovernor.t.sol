// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {GimbalGovernor} from "gimbal/governance/GimbalGovernor.sol";
import {IGimbalGovernor} from "gimbal/interfaces/IGimbalGovernor.sol";
import {Dao} from "./Dao.sol";

contract GimbalGovernorTest is Dao {
    function test_aProposalGoesTheWholeWay() public {
        uint256 id = propose(address(surface), setUpdaters(bob));
        assertEq(uint256(governor.state(id)), uint256(IGovernor.ProposalState.Pending));
        pass(id);
        governor.queue(id);
        assertEq(governor.proposalEta(id), block.timestamp + 1 days, "a value waits its own delay");
        vm.expectRevert();
        governor.execute(id);
        vm.warp(block.timestamp + 1 days);
        vm.prank(stranger);
        governor.execute(id);
        (address[] memory updaters,) = surface.updaters();
        assertEq(updaters[0], bob);
    }

    function test_P12_anUpgradeWaitsTheLongestDelay() public {
        uint256 id = propose(address(surface), abi.encodeCall(surface.upgradeToAndCall, (bob, "")));
        pass(id);
        governor.queue(id);
        assertEq(governor.proposalEta(id), block.timestamp + 4 days);
        vm.warp(block.timestamp + 4 days - 1);
        vm.expectRevert();
        governor.execute(id);
    }

    function test_theEtaIsThatOfTheSlowestCall() public {
        address[] memory targets = new address[](2);
        bytes[] memory calls = new bytes[](2);
        (targets[0], calls[0]) = (address(surface), setUpdaters(bob));
        (targets[1], calls[1]) = (address(governor), abi.encodeCall(governor.setVotingPeriod, (2 days)));
        vm.prank(alice);
        uint256 id = governor.propose(targets, new uint256[](2), calls, "two");
        pass(id);
        governor.queue(id);
        assertEq(governor.proposalEta(id), block.timestamp + 4 days);
        vm.warp(block.timestamp + 4 days);
        governor.execute(id);
        assertEq(governor.votingPeriod(), 2 days);
    }

    function test_clockIsTime() public view {
        assertEq(governor.CLOCK_MODE(), "mode=timestamp");
        assertEq(governor.clock(), block.timestamp);
        assertEq(governor.quorum(block.timestamp - 1), SUPPLY / 10);
    }

    function test_settingsChangeByVoteWithinTheirFloors() public {
        enact(address(governor), abi.encodeCall(governor.setVotingDelay, (2 hours)));
        assertEq(governor.votingDelay(), 2 hours);
        enact(address(governor), abi.encodeCall(governor.updateQuorumNumerator, (400)));
        assertEq(governor.quorumNumerator(), 400);
        enact(address(governor), abi.encodeCall(governor.setProposalThreshold, (500_000e18)));
        assertEq(governor.proposalThreshold(), 500_000e18);
    }

    function test_noVoteTakesASettingBelowItsFloor() public {
        _refused("votingPeriod", abi.encodeCall(governor.setVotingPeriod, (1)), 1, 1 days, 30 days);
        _refused("votingDelay", abi.encodeCall(governor.setVotingDelay, (0)), 0, 1 hours, 30 days);
        _refused("quorum", abi.encodeCall(governor.updateQuorumNumerator, (399)), 399, 400, 4_000);
        _refused("quorum", abi.encodeCall(governor.updateQuorumNumerator, (4_001)), 4_001, 400, 4_000);
        _refused(
            "lateExtension", abi.encodeCall(governor.setLateQuorumVoteExtension, (1)), 1, 12 hours, 3 days
        );
        bytes memory call = abi.encodeCall(governor.setProposalThreshold, (500_001e18));
        _refused("proposalThreshold", call, 500_001e18, 0, 500_000e18);
    }

    function test_deploymentIsHeldToItsOwnFloors() public {
        GimbalGovernor.Init memory init = settings();
        init.votingPeriod = 1 hours;
        vm.expectRevert(
            abi.encodeWithSelector(
                IGimbalGovernor.SettingOutOfRange.selector, bytes32("votingPeriod"), 1 hours, 1 days, 30 days
            )
        );
        new GimbalGovernor(init);
    }

    function test_onlyTheDaoChangesSettings() public {
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorOnlyExecutor.selector, alice));
        governor.setVotingPeriod(2 days);
    }

    function _refused(bytes32 key, bytes memory call, uint256 value, uint256 min, uint256 max) private {
        uint256 id = propose(address(governor), call);
        pass(id);
        governor.queue(id);
        vm.warp(governor.proposalEta(id));
        vm.expectRevert(
            abi.encodeWithSelector(IGimbalGovernor.SettingOutOfRange.selector, key, value, min, max)
        );
        governor.execute(id);
    }
}
