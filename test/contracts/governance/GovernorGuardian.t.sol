// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {Dao} from "./Dao.sol";

contract GovernorGuardianTest is Dao {
    function test_theGuardianCancelsAtAnyStage() public {
        uint256 id = propose(address(surface), setUpdaters(bob));
        pass(id);
        governor.queue(id);
        vm.prank(guardian);
        governor.cancel(id);
        assertEq(uint256(governor.state(id)), uint256(IGovernor.ProposalState.Canceled));
    }

    function test_P7_aGuardianCannotCancelItsReplacement() public {
        bytes memory call = abi.encodeCall(governor.setProposalGuardian, (carol));
        uint256 id = propose(address(governor), call);
        _cannotCancel(id, guardian);
        pass(id);
        governor.queue(id);
        _cannotCancel(id, guardian);
        vm.warp(governor.proposalEta(id));
        governor.execute(id);
        assertEq(governor.proposalGuardian(), carol);
        assertEq(governor.guardianUntil(), block.timestamp + 180 days);
    }

    /// @dev The exemption holds for the replacement alone: nothing rides along with it.
    function test_P7_aReplacementWithOtherCallsIsCancelled() public {
        address[] memory targets = new address[](2);
        bytes[] memory calls = new bytes[](2);
        (targets[0], calls[0]) = (address(governor), abi.encodeCall(governor.setProposalGuardian, (carol)));
        (targets[1], calls[1]) = (address(surface), abi.encodeCall(surface.upgradeToAndCall, (bob, "")));
        vm.prank(alice);
        uint256 id = governor.propose(targets, new uint256[](2), calls, "two");
        vm.prank(guardian);
        governor.cancel(id);
    }

    function test_P7_aTermEndsByItself() public {
        vm.warp(governor.guardianUntil());
        uint256 id = propose(address(surface), setUpdaters(bob));
        assertEq(governor.proposalGuardian(), address(0));
        _cannotCancel(id, guardian);
        // Without a guardian who proposed may take it back.
        vm.prank(alice);
        governor.cancel(id);
    }

    function test_nobodyElseCancels() public {
        uint256 id = propose(address(surface), setUpdaters(bob));
        _cannotCancel(id, stranger);
        vm.warp(governor.proposalSnapshot(id) + 1);
        _cannotCancel(id, alice);
    }

    function _cannotCancel(uint256 id, address who) private {
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorUnableToCancel.selector, id, who));
        vm.prank(who);
        governor.cancel(id);
    }
}
