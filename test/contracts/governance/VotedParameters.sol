// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IGimbalTimelock} from "gimbal/interfaces/IGimbalTimelock.sol";
import {Change} from "gimbal/types/Parameter.sol";
import {Roles} from "../base/Roles.sol";
import {Dao} from "./Dao.sol";
import {StepFixture} from "./StepFixture.sol";

/// @notice The real parameters and rules with votes, a steward and a guardian over them.
abstract contract VotedParameters is Dao, StepFixture {
    function setUp() public virtual override(Dao, StepFixture) {
        StepFixture.setUp();
        Dao.setUp();
        Roles.grant(manager, Roles.table(), "Timelock", address(timelock));
        manager.grantRole(manager.ADMIN_ROLE(), address(timelock), 0);
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = parameters.change.selector;
        vm.prank(address(timelock));
        timelock.setClass(address(parameters), selectors, IGimbalTimelock.DelayClass.VALUE);
    }

    function parametersAt() internal view override returns (address) {
        return address(parameters);
    }

    function rulesAt() internal view override returns (address) {
        return address(rules);
    }

    function proposeChange(Change[] memory changes, bytes32 name) internal returns (uint256) {
        return propose(address(parameters), abi.encodeCall(parameters.change, (changes, name)));
    }
}
