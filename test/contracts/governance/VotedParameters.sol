// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IGimbalTimelock} from "gimbal/interfaces/IGimbalTimelock.sol";
import {Change} from "gimbal/types/Parameter.sol";
import {Roles} from "../base/Roles.sol";
import {Dao} from "./Dao.sol";
import {StepFixture} from "./StepFixture.sol";

/// @notice The real parameters and rules with votes, a steward and a guardian over them.
abstract contract VotedParameters is Dao, StepFixture {
    /// @dev ParameterRules.RuleStorage.timelock
    bytes32 private constant TIMELOCK_OF_RULES =
        0xdc072fea0b248dd555de105494707fc0f893275bd4280edc03c1fa179e1a0304;

    function setUp() public virtual override(Dao, StepFixture) {
        StepFixture.setUp();
        Dao.setUp();
        // What the rules take for the timelock was made before the DAO's was.
        vm.store(address(rules), TIMELOCK_OF_RULES, bytes32(uint256(uint160(address(timelock)))));
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
