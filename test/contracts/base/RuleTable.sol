// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Vm} from "forge-std/Vm.sol";
import {ParameterRules} from "gimbal/risk/ParameterRules.sol";
import {Direction, Family, Rule} from "gimbal/types/Parameter.sol";

/// @notice Sets the rules of contracts/risk/parameters.json, as the deployment program does.
library RuleTable {
    Vm private constant VM = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    string private constant FILE = "contracts/risk/parameters.json";
    string private constant FIELD = "Field(uint256 min,uint256 max,uint256 guardianLimit,uint128 step,"
        "uint128 drift,uint32 cooldown,uint32 window,uint32 ramp,bool relative,string risk)";

    struct Field {
        uint256 min;
        uint256 max;
        uint256 guardianLimit;
        uint128 step;
        uint128 drift;
        uint32 cooldown;
        uint32 window;
        uint32 ramp;
        bool relative;
        string risk;
    }

    function install(ParameterRules rules) internal {
        string memory json = VM.readFile(FILE);
        for (uint256 i; i <= uint256(type(Family).max); i++) {
            rules.setRules(Family(i), ofFamily(json, i));
        }
    }

    function ofFamily(string memory json, uint256 family) internal pure returns (Rule[] memory list) {
        string memory at = string.concat(".families[", VM.toString(family), "].fields");
        Field[] memory fields = abi.decode(VM.parseJsonTypeArray(json, at, FIELD), (Field[]));
        list = new Rule[](fields.length);
        for (uint256 i; i < fields.length; i++) {
            Field memory f = fields[i];
            list[i] = Rule({
                min: f.min,
                max: f.max,
                guardianLimit: f.guardianLimit,
                step: f.step,
                drift: f.drift,
                cooldown: f.cooldown,
                window: f.window,
                ramp: f.ramp,
                relative: f.relative,
                risk: _direction(f.risk),
                frozen: false
            });
        }
    }

    function _direction(string memory risk) private pure returns (Direction) {
        bytes32 name = keccak256(bytes(risk));
        if (name == keccak256("up")) return Direction.UP;
        return name == keccak256("down") ? Direction.DOWN : Direction.NONE;
    }
}
