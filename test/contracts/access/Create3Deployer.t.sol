// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Test} from "forge-std/Test.sol";
import {Create3Deployer} from "gimbal/access/Create3Deployer.sol";

contract Named {
    string public name;

    constructor(string memory name_) {
        name = name_;
    }
}

contract Create3DeployerTest is Test {
    Create3Deployer private deployer = new Create3Deployer(address(this));

    function _code(string memory name) private pure returns (bytes memory) {
        return abi.encodePacked(type(Named).creationCode, abi.encode(name));
    }

    /// forge-config: default.fuzz.runs = 32
    function testFuzz_theAddressDependsOnTheSaltAlone(bytes32 salt, string calldata name) public {
        address expected = deployer.addressOf(salt);
        vm.expectEmit();
        emit Create3Deployer.Deployed(salt, expected);
        assertEq(deployer.deploy(salt, _code(name)), expected);
        assertEq(Named(expected).name(), name);
    }

    function test_aSaltServesOnce() public {
        deployer.deploy("salt", _code("first"));
        vm.expectRevert();
        deployer.deploy("salt", _code("second"));
        assertEq(Named(deployer.addressOf("salt")).name(), "first");
    }

    function test_onlyTheOwnerDeploys() public {
        vm.prank(address(0xBAD));
        vm.expectRevert(abi.encodeWithSelector(Create3Deployer.NotOwner.selector, address(0xBAD)));
        deployer.deploy("salt", _code("squatter"));
    }

    function test_anotherDeployerHasOtherAddresses() public {
        Create3Deployer other = new Create3Deployer(address(this));
        assertNotEq(other.addressOf("salt"), deployer.addressOf("salt"));
    }
}
